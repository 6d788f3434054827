// Written by bindings/generate.
package org.dlopt;

/** How {@code dlopt_lr_suggest} reads a range test. */
public enum Suggestion implements Numbered {
  /** where the smoothed loss falls fastest, over log lr */
  STEEPEST(1),
  /** a tenth of where the smoothed loss is lowest */
  MINIMUM(2);

  private final int number;

  Suggestion(int number) { this.number = number; }

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
  public static Suggestion of(int number) { return Numbered.find(Suggestion.class, number); }
}
