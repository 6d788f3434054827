// Written by bindings/generate.
package org.dlopt;

/** How a history is written. */
public enum HistoryFormat implements Numbered {
  /**
   * RFC 4180 with a header: step, wall_time, the columns; lines end with CR LF. Numbers are the shortest that read back to the same double,
   * in any locale; nan, inf and -inf stand for what has no digits
   */
  CSV(0),
  /**
   * an event file as TensorBoard reads it: a TFRecord for the version and one for each row, with a scalar for each column. Values are
   * rounded to f32, as that format has them. The file's name must contain "tfevents"
   */
  EVENTS(1);

  private final int number;

  HistoryFormat(int number) { this.number = number; }

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
  public static HistoryFormat of(int number) { return Numbered.find(HistoryFormat.class, number); }
}
