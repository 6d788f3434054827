// Written by bindings/generate.
package org.dlopt;

/** Kinds of value. Every value but a list is set and read as a double. */
public enum ValueKind implements Numbered {
  /** any number in [lower, upper] */
  REAL(1),
  /** a whole number in [lower, upper] */
  INTEGER(2),
  /** 0 or 1 */
  FLAG(3),
  /** the index of a name in `choices` */
  CHOICE(4),
  /** any number of numbers in [lower, upper]; of schedules only, see {@code dlopt_schedule_set_list} */
  LIST(5);

  private final int number;

  ValueKind(int number) { this.number = number; }

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
  public static ValueKind of(int number) { return Numbered.find(ValueKind.class, number); }
}
