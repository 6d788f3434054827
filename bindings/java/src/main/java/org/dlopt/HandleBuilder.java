package org.dlopt;

import java.util.function.Consumer;

/**
 * Builds what is to be closed.
 *
 * @param <B> the builder
 */
public abstract class HandleBuilder<B extends HandleBuilder<B>> extends Settings<B> {
  private Runtime runtime;

  HandleBuilder() {}

  /**
   * Takes memory and threads from a runtime, which must outlive what is built.
   *
   * @param runtime null: the default runtime
   * @return this
   */
  public final B runtime(Runtime runtime) {
    this.runtime = runtime;
    return self();
  }

  final Runtime runtime() { return runtime; }

  /** Sets what was made up, or closes it where it cannot be. */
  static <H extends Handle> H set(H made, Consumer<H> settings) {
    try {
      settings.accept(made);
      return made;
    } catch (RuntimeException | Error refused) {
      made.close();
      throw refused;
    }
  }
}
