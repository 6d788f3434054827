// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** convention: where the phases of one cycle of T = TOTAL_STEPS meet. */
public enum OneCycleConvention implements Numbered {
  /** PCT_START T - 1, with three phases 2 PCT_START T - 2, end at T - 1 */
  TORCH(0),
  /** floor(PCT_START T), with three phases floor(PCT_FINAL T), end at T */
  OPTAX(1);

  private final int number;

  OneCycleConvention(int number) { this.number = number; }

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
  public static OneCycleConvention of(int number) { return Numbered.find(OneCycleConvention.class, number); }
}
