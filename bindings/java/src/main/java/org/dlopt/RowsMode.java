// Written by bindings/generate.
package org.dlopt;

/** What happens to the rows that a step leaves out. */
public enum RowsMode implements Numbered {
  /** parameter and states keep every bit */
  SKIP(0),
  /**
   * states become what a step with a gradient of zeros and without weight decay makes of them; the parameter keeps every bit. Ages of rows
   * stay
   */
  DECAY_MOMENTS(1),
  /** as SKIP, and rows whose gradient is all zeros, as it arrives, are not named. The gradient must be whole */
  ZERO_SKIPS(2);

  private final int number;

  RowsMode(int number) { this.number = number; }

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
  public static RowsMode of(int number) { return Numbered.find(RowsMode.class, number); }
}
