// Written by bindings/generate.
package org.dlopt;

/** How grave a line of the log is. */
public enum LogLevel implements Numbered {
  /** error */
  ERROR(1),
  /** warning */
  WARNING(2),
  /** info */
  INFO(3),
  /** debug */
  DEBUG(4);

  private final int number;

  LogLevel(int number) { this.number = number; }

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
  public static LogLevel of(int number) { return Numbered.find(LogLevel.class, number); }
}
