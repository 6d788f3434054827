// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.Growth;

/** BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how. */
public final class RangeTest extends ScheduleBuilder<RangeTest> {
  private RangeTest() { super(ScheduleKind.RANGE_TEST); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static RangeTest builder() { return new RangeTest(); }

  /**
   * Sets base: the value at step 0.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public RangeTest base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets end_factor: at total_steps and after it is this times base.
   *
   * @param endFactor 0 .. 1e+30, default 1e+08
   * @return this
   */
  public RangeTest endFactor(double endFactor) { return with(ScheduleField.END_FACTOR, endFactor); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 100
   * @return this
   */
  public RangeTest totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets step_size: changes only every so many steps.
   *
   * @param stepSize 1 .. 2^53, default 1
   * @return this
   */
  public RangeTest stepSize(long stepSize) { return with(ScheduleField.STEP_SIZE, stepSize); }

  /**
   * Sets growth: by equal factors, or by equal amounts.
   *
   * @param growth default {@link Growth#EXPONENTIAL}
   * @return this
   */
  public RangeTest growth(Growth growth) { return with(ScheduleField.GROWTH, growth); }
}
