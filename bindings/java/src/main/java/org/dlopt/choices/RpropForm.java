// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/**
 * rprop_form: what a weight does where its gradient changed sign. In all forms its step size shrinks, and the next step compares no signs.
 */
public enum RpropForm implements Numbered {
  /** it stays */
  IRPROP_MINUS(0),
  /** it takes back the step before if the loss grew ({@code dlopt_step_desc}, loss), else it stays */
  IRPROP_PLUS(1),
  /** it takes back the step before */
  RPROP_PLUS(2);

  private final int number;

  RpropForm(int number) { this.number = number; }

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
  public static RpropForm of(int number) { return Numbered.find(RpropForm.class, number); }
}
