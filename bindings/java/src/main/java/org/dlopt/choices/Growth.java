// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** growth: how a range test rises. */
public enum Growth implements Numbered {
  /** exponential */
  EXPONENTIAL(0),
  /** linear */
  LINEAR(1);

  private final int number;

  Growth(int number) { this.number = number; }

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
  public static Growth of(int number) { return Numbered.find(Growth.class, number); }
}
