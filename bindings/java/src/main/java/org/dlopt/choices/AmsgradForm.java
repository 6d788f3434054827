// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** amsgrad_form: of what the maximum is kept. */
public enum AmsgradForm implements Numbered {
  /** max of v, corrected afterwards */
  RAW(0),
  /** max of v / (1 - beta2^t) */
  CORRECTED(1);

  private final int number;

  AmsgradForm(int number) { this.number = number; }

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
  public static AmsgradForm of(int number) { return Numbered.find(AmsgradForm.class, number); }
}
