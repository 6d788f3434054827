package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** The norms of the last steps, for {@link Gradients#clipPercentile}. */
public final class NormHistory {
  private final DoubleBuffer norms;
  private final Struct history;

  private NormHistory(double[] norms, long seen) {
    this.norms = Tensor.doubles(norms.length).put(norms).flip();
    history = new Struct(SIZEOF_NORM_HISTORY);
    Native.normHistoryInit(history.bytes(), SIZEOF_NORM_HISTORY, null, norms.length);
    history.set(NORM_HISTORY_NORMS, Native.address(this.norms)).set(NORM_HISTORY_SEEN, seen);
  }

  /**
   * Makes a history without norms.
   *
   * @param capacity how many it remembers; bitsandbytes has 100
   * @return a new history
   */
  public static NormHistory of(int capacity) { return restore(new double[capacity], 0); }

  /**
   * Brings back one that was kept.
   *
   * @param norms as {@link #norms} told
   * @param seen as {@link #seen} told
   * @return a new history
   */
  public static NormHistory restore(double[] norms, long seen) { return new NormHistory(Arguments.given("norms", norms), seen); }

  /**
   * Sets which percentile gradients are clipped to.
   *
   * @param percentile 0 .. 100, default 5
   * @return this
   */
  public synchronized NormHistory percentile(double percentile) {
    history.set(NORM_HISTORY_PERCENTILE, percentile);
    return this;
  }

  /**
   * Sets which number is a percentile.
   *
   * @param form default as bitsandbytes
   * @return this
   */
  public synchronized NormHistory form(PercentileForm form) {
    history.set(NORM_HISTORY_FORM, Arguments.number("form", form));
    return this;
  }

  /**
   * Tells the norms, in places that a next one goes to in turn.
   *
   * @return a copy; those not seen yet are 0
   */
  public synchronized double[] norms() {
    double[] copy = new double[norms.capacity()];
    norms.get(0, copy);
    return copy;
  }

  /**
   * Tells how many norms there were so far.
   *
   * @return how many
   */
  public synchronized long seen() { return history.getLong(NORM_HISTORY_SEEN); }

  /**
   * Tells the norm of the gradients that were clipped last, before that.
   *
   * @return the norm
   */
  public synchronized double norm() { return history.getDouble(NORM_HISTORY_NORM); }

  /**
   * Tells the percentile that they were clipped to.
   *
   * @return the percentile
   */
  public synchronized double maxNorm() { return history.getDouble(NORM_HISTORY_MAX_NORM); }

  ByteBuffer bytes() { return history.bytes(); }
}
