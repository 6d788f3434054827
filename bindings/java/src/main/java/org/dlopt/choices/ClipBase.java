// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** clip_base: what ADOPT's limit at step t is a power of. */
public enum ClipBase implements Numbered {
  /** t - 1, the number of steps before */
  BEFORE(0),
  /** t */
  STEP(1),
  /** there is no limit */
  NONE(2);

  private final int number;

  ClipBase(int number) { this.number = number; }

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
  public static ClipBase of(int number) { return Numbered.find(ClipBase.class, number); }
}
