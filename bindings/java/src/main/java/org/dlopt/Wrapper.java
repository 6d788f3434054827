package org.dlopt;

/**
 * Something that accompanies an optimizer and acts within its steps; see {@link org.dlopt.wrappers}, which has a builder for each.
 *
 * @param <B> the builder
 */
public abstract class Wrapper<B extends Wrapper<B>> extends Settings<B> {
  private final WrapperKind kind;

  /**
   * Begins with the defaults.
   *
   * @param kind which wrapper it is
   */
  protected Wrapper(WrapperKind kind) { this.kind = kind; }

  final WrapperKind kind() { return kind; }
}
