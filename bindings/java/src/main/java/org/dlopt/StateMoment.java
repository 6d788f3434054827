// Written by bindings/generate.
package org.dlopt;

/** What a state holds, which decides how few bits may do for it ({@code dlopt_state_form}). */
public enum StateMoment implements Numbered {
  /** neither of the others: always of the parameter's arithmetic type */
  NONE(0),
  /** a mean or sum of gradients or steps, of either sign */
  FIRST(1),
  /** a mean, sum or maximum of squares or magnitudes, never negative */
  SECOND(2);

  private final int number;

  StateMoment(int number) { this.number = number; }

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
  public static StateMoment of(int number) { return Numbered.find(StateMoment.class, number); }
}
