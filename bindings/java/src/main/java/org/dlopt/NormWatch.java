package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import org.dlopt.internal.Callbacks;
import org.dlopt.internal.Native;

/**
 * Watches a norm, such as that of a step's {@link StepReport}, for the moment when it explodes: when it is not finite, or larger than a
 * multiple of the running median. It only reports. Builder: {@link NormWatchOptions}.
 */
public final class NormWatch extends Handle {
  /** Is told of explosions. */
  @FunctionalInterface
  public interface Explosion {
    /**
     * Called once for each.
     *
     * @param step as it was shown
     * @param norm the norm that exploded
     * @param median that of the norms before it; NaN where there were none
     */
    void told(long step, double norm, double median);
  }

  private Explosion listener;

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
  public void set(NormWatchField field, double value) { put(Arguments.number("field", field), value); }

  void put(int field, double value) { use(() -> Native.normWatchSet(raw(), field, value)); }

  /**
   * Reads a field.
   *
   * @param field which one
   * @return its value
   */
  public double get(NormWatchField field) { return number(value -> Native.normWatchGet(raw(), Arguments.number("field", field), value)); }

  /**
   * Sets who is told of explosions, by the thread that shows the norm. What it throws, {@link #look} throws when it is done.
   *
   * @param listener null: nobody, as in a new watch. It must not use the watch
   */
  public void onExplosion(Explosion listener) { use(() -> this.listener = listener); }

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
    use(() -> {
      if (listener == null) {
        Native.normWatchLook(raw(), step, norm, exploded);
      } else {
        Callbacks.Explosion told = listener::told;
        Lent.to(told, user -> lookAndTell(user, step, norm, exploded));
      }
    });
    return exploded[0] != 0;
  }

  /** C knows the listener as long as it may call it, so that a watch that was forgotten is not held by who listens to it. */
  private void lookAndTell(long user, long step, double norm, int[] exploded) {
    Native.normWatchCallback(raw(), CALLBACK_EXPLOSION, user);
    try {
      Native.normWatchLook(raw(), step, norm, exploded);
    } finally {
      Native.normWatchCallback(raw(), 0, 0);
    }
  }

  /**
   * Reads the norms that the median is of: with the fields all that a watch remembers.
   *
   * @return the norms from the oldest on
   */
  public double[] window() {
    long[] count = new long[1];
    double[][] norms = new double[1][];
    use(() -> {
      Native.normWatchWindow(raw(), null, 0, count);
      norms[0] = new double[(int)count[0]];
      Native.normWatchWindow(raw(), norms[0], count[0], count);
    });
    return norms[0];
  }

  /**
   * Puts norms into the window in place of what it holds.
   *
   * @param norms finite, 0 or more, from the oldest on; at most WINDOW
   * @throws DloptException (OUT_OF_RANGE) and nothing is changed
   */
  public void restore(double... norms) { use(() -> Native.normWatchRestore(raw(), norms, Arguments.given("norms", norms).length)); }
}
