// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** eps_form: where eps1 of Adafactor acts, for gradient g, mean R of the mean squares of all rows, and second moment v. */
public enum EpsForm implements Numbered {
  /** as floor, with the distance from 1 to the next number of the parameter's type in place of eps1 */
  MACHINE(0),
  /** R counts as eps1 at least, and v as eps1^2 */
  FLOOR(1),
  /** g^2 + eps1 enters v */
  ADDED(2);

  private final int number;

  EpsForm(int number) { this.number = number; }

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
  public static EpsForm of(int number) { return Numbered.find(EpsForm.class, number); }
}
