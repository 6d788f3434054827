// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/**
 * nesterov_form: what NAdam divides by the root, for gradient g, first moment m, u_t = beta1 (1 - 0.96^(t momentum_decay) / 2) and U_t, the
 * product of u_1 to u_t.
 */
public enum NesterovForm implements Numbered {
  /** (1 - u_t) g / (1 - U_t) + u_t+1 m / (1 - U_t+1) */
  SCHEDULED(0),
  /** (1 - beta1) g / (1 - beta1^t) + beta1 m / (1 - beta1^(t + 1)) */
  NEXT(1),
  /** ((1 - beta1) g + beta1 m) / (1 - beta1^t) */
  SAME(2);

  private final int number;

  NesterovForm(int number) { this.number = number; }

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
  public static NesterovForm of(int number) { return Numbered.find(NesterovForm.class, number); }
}
