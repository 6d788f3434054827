// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** reduce: what a step takes of accumulated gradients. */
public enum AccumulateReduce implements Numbered {
  /** their weighted sum divided by the sum of the weights */
  MEAN(0),
  /** their weighted sum */
  SUM(1);

  private final int number;

  AccumulateReduce(int number) { this.number = number; }

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
  public static AccumulateReduce of(int number) { return Numbered.find(AccumulateReduce.class, number); }
}
