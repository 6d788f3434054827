// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** null_grad: what a parameter does whose gradient has no data. */
public enum NullGrad implements Numbered {
  /** it is left out: neither it nor its state nor its age changes */
  SKIP(0),
  /** a step with gradients of zero */
  ZERO(1);

  private final int number;

  NullGrad(int number) { this.number = number; }

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
  public static NullGrad of(int number) { return Numbered.find(NullGrad.class, number); }
}
