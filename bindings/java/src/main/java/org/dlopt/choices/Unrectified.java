// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** unrectified: what RAdam does while its average is too short. */
public enum Unrectified implements Numbered {
  /** p -= lr m / (1 - beta1^t) */
  MOMENTUM(0),
  /** no update; weight decay and moments go on */
  NOTHING(1);

  private final int number;

  Unrectified(int number) { this.number = number; }

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
  public static Unrectified of(int number) { return Numbered.find(Unrectified.class, number); }
}
