// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** relative_step: what lr is at step t. */
public enum RelativeStep implements Numbered {
  /** lr */
  OFF(0),
  /** min(lr, 1 / sqrt(t)); 0.01 is the paper's lr */
  ON(1),
  /** min(lr t / 10000, 1 / sqrt(t)) */
  WARMUP(2);

  private final int number;

  RelativeStep(int number) { this.number = number; }

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
  public static RelativeStep of(int number) { return Numbered.find(RelativeStep.class, number); }
}
