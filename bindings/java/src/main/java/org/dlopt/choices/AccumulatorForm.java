// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** accumulator_form: what SM3's accumulator of an index holds after a step, of the second moments that its elements had. */
public enum AccumulatorForm implements Numbered {
  /** the largest of this step */
  LATEST(0),
  /** with beta2 below 1 the largest so far; else as latest */
  LARGEST(1);

  private final int number;

  AccumulatorForm(int number) { this.number = number; }

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
  public static AccumulatorForm of(int number) { return Numbered.find(AccumulatorForm.class, number); }
}
