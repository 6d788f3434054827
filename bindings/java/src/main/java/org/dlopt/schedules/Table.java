// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.AfterEnd;

/** BASE VALUES[t]. */
public final class Table extends ScheduleBuilder<Table> {
  private Table() { super(ScheduleKind.TABLE); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Table builder() { return new Table(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Table base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets values: factors of base, one for each step.
   *
   * @param values numbers of -1e+30 .. 1e+30, default none
   * @return this
   */
  public Table values(double... values) { return with(ScheduleField.VALUES, values); }

  /**
   * Sets after_end: past the last value: stay, or start again.
   *
   * @param afterEnd default {@link AfterEnd#HOLD}
   * @return this
   */
  public Table afterEnd(AfterEnd afterEnd) { return with(ScheduleField.AFTER_END, afterEnd); }
}
