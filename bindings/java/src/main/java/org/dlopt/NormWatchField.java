// Written by bindings/generate.
package org.dlopt;

/** Fields of a watch over norms. */
public enum NormWatchField implements Numbered {
  /** the median is of the last so many finite norms; a smaller window forgets the oldest */
  WINDOW(1),
  /** a norm above FACTOR times the median is an explosion */
  FACTOR(2),
  /** norms that the window must hold before a finite one can be an explosion; with more than WINDOW none ever is */
  WARMUP(3),
  /** explosions so far; to be kept beside the window */
  FIRED(4);

  private final int number;

  NormWatchField(int number) { this.number = number; }

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
  public static NormWatchField of(int number) { return Numbered.find(NormWatchField.class, number); }
}
