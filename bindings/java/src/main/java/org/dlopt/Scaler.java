package org.dlopt;

import org.dlopt.internal.Native;

/**
 * A loss scale and what it remembers. Multiply the loss by it before the backward pass, and give it to the step, which divides by it, holds
 * back steps with gradients that are not finite, and updates it.
 *
 * <p>Builder: {@link ScalerOptions}. To keep a scaler, read all fields; to bring it back, set them in the order of {@link ScalerField}; or
 * save it with the optimizer ({@link Checkpoint}).
 */
public final class Scaler extends Handle {
  private Scaler(Runtime runtime, long handle) { super(runtime, handle, Native::scalerDestroy); }

  static Scaler create(Runtime runtime) { return new Scaler(runtime, made(runtime, (from, handle) -> Native.scalerCreate(from, handle))); }

  /**
   * Tells what the loss is to be multiplied by now.
   *
   * @return the scale
   * @throws DloptException (OUT_OF_RANGE) where fields contradict each other
   */
  public double scale() { return number(scale -> Native.scalerScale(raw(), scale)); }

  /**
   * Updates it, in programs that check gradients themselves, and once for each iteration of those that take several steps with one scaler
   * (DEFERRED).
   *
   * @param nonfinite whether a gradient was not finite that no step has seen
   * @throws DloptException (NONFINITE) for an overflow at the minimum, where AT_MINIMUM says so
   */
  public void update(boolean nonfinite) { use(() -> Native.scalerUpdate(raw(), nonfinite ? 1 : 0)); }

  /**
   * Sets a field: a flag is 0 or 1, a choice its number.
   *
   * @param field which one
   * @param value within its bounds
   * @throws DloptException (OUT_OF_RANGE) and nothing is changed
   */
  public void set(ScalerField field, double value) { put(Arguments.number("field", field), value); }

  void put(int field, double value) { use(() -> Native.scalerSet(raw(), field, value)); }

  /**
   * Reads a field, counters included.
   *
   * @param field which one
   * @return its value
   */
  public double get(ScalerField field) { return number(value -> Native.scalerGet(raw(), Arguments.number("field", field), value)); }

  /**
   * Sets all fields but DEFERRED as a framework has them, and begins anew.
   *
   * @param name "torch", "deepspeed" or "static"
   * @throws DloptException (INVALID_ARGUMENT) for another name
   */
  public void preset(String name) { use(() -> Native.scalerPreset(raw(), Arguments.given("preset", name))); }
}
