// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS. */
public final class Rex extends ScheduleBuilder<Rex> {
  private Rex() { super(ScheduleKind.REX); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Rex builder() { return new Rex(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Rex base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets final: the value at the end.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public Rex finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 1000
   * @return this
   */
  public Rex totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }
}
