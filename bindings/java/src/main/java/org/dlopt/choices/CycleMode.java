// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** cycle_mode: the height of the cycles i = 0, 1, ... */
public enum CycleMode implements Numbered {
  /** always the same */
  TRIANGULAR(0),
  /** times 2^-i */
  TRIANGULAR2(1),
  /** times GAMMA^t, t being the step */
  EXP_RANGE(2);

  private final int number;

  CycleMode(int number) { this.number = number; }

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
  public static CycleMode of(int number) { return Numbered.find(CycleMode.class, number); }
}
