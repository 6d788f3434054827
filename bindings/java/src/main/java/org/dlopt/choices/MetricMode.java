// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** mode: which metrics are better. */
public enum MetricMode implements Numbered {
  /** min */
  MIN(0),
  /** max */
  MAX(1);

  private final int number;

  MetricMode(int number) { this.number = number; }

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
  public static MetricMode of(int number) { return Numbered.find(MetricMode.class, number); }
}
