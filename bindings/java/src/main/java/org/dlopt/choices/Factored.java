// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/**
 * factored: which two dimensions a second moment is kept of, as means along each, where both have min_dim_size_to_factor elements. Of other
 * parameters it is kept whole.
 */
public enum Factored implements Numbered {
  /** none: always whole */
  NONE(0),
  /** the last two */
  LAST(1),
  /** the two largest; of equal ones the last */
  LARGEST(2),
  /** from three dimensions on the first two, as of a convolution's kernel; else, or where these are too small, the last two */
  LEADING(3);

  private final int number;

  Factored(int number) { this.number = number; }

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
  public static Factored of(int number) { return Numbered.find(Factored.class, number); }
}
