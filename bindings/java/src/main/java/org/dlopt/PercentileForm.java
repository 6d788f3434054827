// Written by bindings/generate.
package org.dlopt;

/** Which number of n sorted ones is their k-th percentile. */
public enum PercentileForm implements Numbered {
  /** number floor(k n / 100), counted from 0, at most the last: as bitsandbytes with its 100 norms */
  BNB(0),
  /** between the two around k (n - 1) / 100, in proportion: as AutoClip and NumPy */
  LINEAR(1);

  private final int number;

  PercentileForm(int number) { this.number = number; }

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
  public static PercentileForm of(int number) { return Numbered.find(PercentileForm.class, number); }
}
