package org.dlopt;

/**
 * Builds a watch over norms: {@link NormWatchOptions}.
 *
 * @param <B> the builder
 */
public abstract class NormWatchBuilder<B extends NormWatchBuilder<B>> extends HandleBuilder<B> {
  NormWatchBuilder() {}

  /**
   * Makes the watch, with an empty window.
   *
   * @return the watch, to be closed
   * @throws DloptException (OUT_OF_RANGE) where a field is outside its bounds
   */
  public final NormWatch build() { return set(NormWatch.create(runtime()), made -> eachNumber(made::put)); }
}
