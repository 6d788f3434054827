// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** bias_correction of LAMB, with c1 = 1 - beta1^t and c2 = 1 - beta2^t. */
public enum CorrectionForm implements Numbered {
  /** none */
  NONE(0),
  /** the moments are divided by c1 and c2 */
  MOMENTS(1),
  /** lr sqrt(c2) / c1 in place of lr, after the ratio */
  LR(2),
  /** lr / c1 in place of lr, after the ratio */
  FIRST(3);

  private final int number;

  CorrectionForm(int number) { this.number = number; }

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
  public static CorrectionForm of(int number) { return Numbered.find(CorrectionForm.class, number); }
}
