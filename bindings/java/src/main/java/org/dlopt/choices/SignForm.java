// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** sign_form: what Lion makes of its direction c. */
public enum SignForm implements Numbered {
  /** sign(c) */
  HARD(0),
  /** c where |c| &lt; 1, else sign(c) */
  REFINED(1);

  private final int number;

  SignForm(int number) { this.number = number; }

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
  public static SignForm of(int number) { return Numbered.find(SignForm.class, number); }
}
