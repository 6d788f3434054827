// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** first_step: what a momentum buffer holds after its first gradient. */
public enum FirstStep implements Numbered {
  /** the gradient itself, without dampening */
  GRADIENT(0),
  /** what the recurrence gives from zero */
  ZEROS(1),
  /** the first gradient that is not all zeros (NovoGrad's second moment only) */
  NONZERO(2);

  private final int number;

  FirstStep(int number) { this.number = number; }

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
  public static FirstStep of(int number) { return Numbered.find(FirstStep.class, number); }
}
