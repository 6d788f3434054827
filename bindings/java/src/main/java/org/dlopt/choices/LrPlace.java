// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** lr_place: whether a momentum buffer b (of RMSprop or LARS), or the mean of LaProp or Adafactor, holds lr. */
public enum LrPlace implements Numbered {
  /** b = u b + d; p -= lr b */
  OUTSIDE(0),
  /** b = u b + lr d; p -= b */
  INSIDE(1);

  private final int number;

  LrPlace(int number) { this.number = number; }

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
  public static LrPlace of(int number) { return Numbered.find(LrPlace.class, number); }
}
