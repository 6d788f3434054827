// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER. */
public final class Polynomial extends ScheduleBuilder<Polynomial> {
  private Polynomial() { super(ScheduleKind.POLYNOMIAL); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Polynomial builder() { return new Polynomial(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Polynomial base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets final: the value at the end.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public Polynomial finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets total_steps: length in steps, after begin.
   *
   * @param totalSteps 1 .. 2^53, default 5
   * @return this
   */
  public Polynomial totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets power: exponent of what is left.
   *
   * @param power 0 .. 1e+30, default 1
   * @return this
   */
  public Polynomial power(double power) { return with(ScheduleField.POWER, power); }

  /**
   * Sets begin: steps at base before it starts.
   *
   * @param begin 0 .. 2^53, default 0
   * @return this
   */
  public Polynomial begin(long begin) { return with(ScheduleField.BEGIN, begin); }
}
