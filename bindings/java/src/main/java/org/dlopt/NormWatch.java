package org.dlopt;

import org.dlopt.internal.Callbacks;
import org.dlopt.internal.Native;
import org.dlopt.internal.NativeConstants;

/**
 * Watches a norm, such as that of a step's {@link StepReport}, for the moment when it explodes: when it is not finite, or larger than a multiple of the running
 * median. It only reports. Builder: {@link NormWatchOptions}.
 */
public final class NormWatch extends Handle {
  private NormWatch(Runtime runtime, long handle) { super(runtime, handle, Native::normWatchDestroy); }

  static NormWatch create(Runtime runtime) {
    return new NormWatch(runtime, made(runtime, (from, handle) -> Native.normWatchCreate(from, handle)));
  }

  /**
   * Sets a field.
   *
   * @param field which one
   * @param value within its bounds
   * @throws DloptException (OUT_OF_RANGE) and nothing is changed
   */
  public void set(NormWatchField field, double value) {
    put(Arguments.number("field", field), value);
  }

  void put(int field, double value) {
    use(() -> Native.normWatchSet(raw(), field, value));
  }

  /**
   * Reads a field.
   *
   * @param field which one
   * @return its value
   */
  public double get(NormWatchField field) {
    return number(value -> Native.normWatchGet(raw(), Arguments.number("field", field), value));
  }

  /**
   * Shows the norm of a step; it goes into the window, if it is finite.
   *
   * @param step told to who listens
   * @param norm 0 or more, infinite or NaN
   * @return whether it exploded
   * @throws DloptException (OUT_OF_RANGE) for a negative norm
   */
  public boolean look(long step, double norm) {
    int[] exploded = new int[1];
    use(() -> Native.normWatchLook(raw(), step, norm, exploded));
    return exploded[0] != 0;
  }

  /**
   * Reads the norms that the median is of: with the fields all that a watch remembers.
   *
   * @return the norms from the oldest on
   */
  public double[] window() {
    long[] count = new long[1];
    use(() -> Native.normWatchWindow(raw(), null, 0, count));
    double[] norms = new double[(int)count[0]];
    use(() -> Native.normWatchWindow(raw(), norms, norms.length, count));
    return norms;
  }

  /**
   * Puts norms into the window in place of what it holds.
   *
   * @param norms finite, 0 or more, from the oldest on; at most WINDOW
   * @throws DloptException (OUT_OF_RANGE) and nothing is changed
   */
  public void restore(double... norms) {
    use(() -> Native.normWatchRestore(raw(), norms, norms.length));
  }
}
