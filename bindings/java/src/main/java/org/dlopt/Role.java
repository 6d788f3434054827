// Written by bindings/generate.
package org.dlopt;

/** What a parameter is to its model. */
public enum Role implements Numbered {
  /** weight */
  WEIGHT(0),
  /** bias */
  BIAS(1),
  /** norm */
  NORM(2),
  /** embedding */
  EMBEDDING(3);

  private final int number;

  Role(int number) { this.number = number; }

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
  public static Role of(int number) { return Numbered.find(Role.class, number); }
}
