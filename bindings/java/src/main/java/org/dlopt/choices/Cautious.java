// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/**
 * cautious: which steps are taken. One agrees with its gradient when both have the same sign (the step is subtracted). The forms but the
 * first are those of Liang et al. 2024, "Cautious optimizers"; n of N steps of a parameter agree.
 */
public enum Cautious implements Numbered {
  /** all */
  OFF(0),
  /** those that agree */
  MASK(1),
  /** those that agree, divided by max(n / N, 0.001) */
  MEAN(2),
  /** those that agree, multiplied by N / (n + 1) */
  COUNT(3);

  private final int number;

  Cautious(int number) { this.number = number; }

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
  public static Cautious of(int number) { return Numbered.find(Cautious.class, number); }
}
