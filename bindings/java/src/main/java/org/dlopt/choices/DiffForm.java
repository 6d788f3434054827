// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** diff_form: how often Adan counts the difference of two gradients. */
public enum DiffForm implements Numbered {
  /** beta2 times */
  BETA2(0),
  /** 1 - beta2 times */
  ONE_MINUS_BETA2(1);

  private final int number;

  DiffForm(int number) { this.number = number; }

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
  public static DiffForm of(int number) { return Numbered.find(DiffForm.class, number); }
}
