// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** interpolation: what a piecewise schedule does between two milestones. */
public enum Interpolation implements Numbered {
  /** none */
  NONE(0),
  /** linear */
  LINEAR(1),
  /** cosine */
  COSINE(2);

  private final int number;

  Interpolation(int number) { this.number = number; }

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
  public static Interpolation of(int number) { return Numbered.find(Interpolation.class, number); }
}
