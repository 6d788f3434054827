package org.dlopt;

import org.dlopt.internal.Native;

/** A wrapper of an optimizer. */
public final class Wrapped {
  private final Optimizer optimizer;
  private final int index;

  Wrapped(Optimizer optimizer, int index) {
    this.optimizer = optimizer;
    this.index = index;
  }

  /**
   * Tells its number among the wrappers of its optimizer.
   *
   * @return 0, 1, ... in the order of wrapping
   */
  public int index() {
    return index;
  }

  /**
   * Sets a field; it takes effect with the next step. A flag is 0 or 1, a choice its number.
   *
   * @param field which one
   * @param value within its bounds
   * @throws DloptException (UNKNOWN_HYPER, OUT_OF_RANGE) and nothing is changed
   */
  public void set(WrapperField field, double value) {
    int number = Arguments.number("field", field);
    optimizer.use(() -> Native.optimizerWrapSet(optimizer.raw(), index, number, value));
  }

  /**
   * Reads a field.
   *
   * @param field which one
   * @return its value
   * @throws DloptException (UNKNOWN_HYPER)
   */
  public double get(WrapperField field) {
    int number = Arguments.number("field", field);
    return optimizer.number(value -> Native.optimizerWrapGet(optimizer.raw(), index, number, value));
  }
}
