// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.AfterEnd;

/** FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER. */
public final class Cosine extends ScheduleBuilder<Cosine> {
  private Cosine() { super(ScheduleKind.COSINE); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Cosine builder() { return new Cosine(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Cosine base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets final: the value at the end.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public Cosine finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 1000
   * @return this
   */
  public Cosine totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets power: exponent of the wave (1 + cos) / 2.
   *
   * @param power 0 .. 1e+30, default 1
   * @return this
   */
  public Cosine power(double power) { return with(ScheduleField.POWER, power); }

  /**
   * Sets after_end: past the end: stay, or climb and fall again.
   *
   * @param afterEnd default {@link AfterEnd#HOLD}
   * @return this
   */
  public Cosine afterEnd(AfterEnd afterEnd) { return with(ScheduleField.AFTER_END, afterEnd); }
}
