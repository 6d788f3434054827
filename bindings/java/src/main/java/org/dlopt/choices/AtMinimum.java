// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** at_minimum: what an overflow does that would have the scale fall below MIN_SCALE. */
public enum AtMinimum implements Numbered {
  /** the scale comes to MIN_SCALE and stays there */
  STAY(0),
  /** it comes there, too; one more overflow is {@code DLOPT_ERR_NONFINITE}, as DeepSpeed raises an exception */
  FAIL(1);

  private final int number;

  AtMinimum(int number) { this.number = number; }

  @Override
  public int number() {
    return number;
  }

  /**
   * Finds the constant of a number.
   *
   * @param number as {@link #number} gives it
   * @return the constant
   * @throws DloptException (UNSUPPORTED) where there is none: a newer library may have more
   */
  public static AtMinimum of(int number) { return Numbered.find(AtMinimum.class, number); }
}
