// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** eps_root_form: what AdaBelief adds to its second moment at every step. */
public enum EpsRootForm implements Numbered {
  /** eps, which it also adds to the root */
  SAME(0),
  /** eps_root */
  OWN(1);

  private final int number;

  EpsRootForm(int number) { this.number = number; }

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
  public static EpsRootForm of(int number) { return Numbered.find(EpsRootForm.class, number); }
}
