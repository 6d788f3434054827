// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** trust_form: LARS's ratio for parameter p, gradient g, weight decay w and trust coefficient c. */
public enum TrustForm implements Numbered {
  /** c |p| / (|g| + w |p| + eps), and 1 when p or g is 0 */
  SEPARATE(0),
  /** c |p| / (|g + w p| + eps), and 1 when p or g + w p is 0 */
  JOINT(1),
  /** as separate; but when p or g is 0 the gradient alone, without decay and trust_clip */
  LARC(2);

  private final int number;

  TrustForm(int number) { this.number = number; }

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
  public static TrustForm of(int number) { return Numbered.find(TrustForm.class, number); }
}
