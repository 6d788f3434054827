// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** grad_averaging of NovoGrad: whether gradients enter the first moment times 1 - beta1. */
public enum GradAveraging implements Numbered {
  /** none does */
  OFF(0),
  /** all do */
  ON(1),
  /** all but the parameter's first */
  LATER(2);

  private final int number;

  GradAveraging(int number) { this.number = number; }

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
  public static GradAveraging of(int number) { return Numbered.find(GradAveraging.class, number); }
}
