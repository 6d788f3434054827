// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** after_end: what a cosine does past TOTAL_STEPS, and a table past its last value. */
public enum AfterEnd implements Numbered {
  /** stays at FINAL, as optax; at the last value */
  HOLD(0),
  /** climbs and falls with period 2 TOTAL_STEPS, as PyTorch; starts again */
  REPEAT(1);

  private final int number;

  AfterEnd(int number) { this.number = number; }

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
  public static AfterEnd of(int number) { return Numbered.find(AfterEnd.class, number); }
}
