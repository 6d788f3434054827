// Written by bindings/generate.
package org.dlopt;

/** How {@code dlopt_lr_scale} follows the batch. */
public enum BatchScaling implements Numbered {
  /** lr batch / reference (Goyal et al. 2017) */
  LINEAR(1),
  /** lr sqrt(batch / reference) (Krizhevsky 2014; the usual one for Adam) */
  SQRT(2);

  private final int number;

  BatchScaling(int number) { this.number = number; }

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
  public static BatchScaling of(int number) { return Numbered.find(BatchScaling.class, number); }
}
