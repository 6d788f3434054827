// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** rate_lr: which lr makes the rate of ASGD's step t, lr / (1 + lambd lr (t - 1))^alpha. */
public enum RateLr implements Numbered {
  /** that of step t - 1: a schedule acts one step late */
  PREVIOUS(0),
  /** that of step t */
  CURRENT(1);

  private final int number;

  RateLr(int number) { this.number = number; }

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
  public static RateLr of(int number) { return Numbered.find(RateLr.class, number); }
}
