// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** threshold_mode: by how much a metric must beat the best one b, h being THRESHOLD. */
public enum ThresholdMode implements Numbered {
  /** by h |b| */
  RELATIVE(0),
  /** by h */
  ABSOLUTE(1),
  /** below b (1 - h), or above b (1 + h) where more is better: where b is negative, slightly worse is good enough */
  RELATIVE_TORCH(2);

  private final int number;

  ThresholdMode(int number) { this.number = number; }

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
  public static ThresholdMode of(int number) { return Numbered.find(ThresholdMode.class, number); }
}
