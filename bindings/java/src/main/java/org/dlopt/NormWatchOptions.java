// Written by bindings/generate.
package org.dlopt;

/** What a {@link NormWatch} takes for an explosion. */
public final class NormWatchOptions extends NormWatchBuilder<NormWatchOptions> {
  private NormWatchOptions() {}

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static NormWatchOptions builder() { return new NormWatchOptions(); }

  /**
   * Sets window: the median is of the last so many norms.
   *
   * @param window 1 .. 1024, default 100
   * @return this
   */
  public NormWatchOptions window(long window) { return with(NormWatchField.WINDOW, window); }

  /**
   * Sets factor: a norm above so many times the median is an explosion.
   *
   * @param factor 1 .. 1e+30, default 10
   * @return this
   */
  public NormWatchOptions factor(double factor) { return with(NormWatchField.FACTOR, factor); }

  /**
   * Sets warmup: norms in the window before a finite one can be an explosion.
   *
   * @param warmup 1 .. 1024, default 20
   * @return this
   */
  public NormWatchOptions warmup(long warmup) { return with(NormWatchField.WARMUP, warmup); }
}
