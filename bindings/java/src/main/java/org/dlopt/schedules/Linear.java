// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS. */
public final class Linear extends ScheduleBuilder<Linear> {
  private Linear() { super(ScheduleKind.LINEAR); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Linear builder() { return new Linear(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Linear base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 5
   * @return this
   */
  public Linear totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets start_factor: factor at step 0.
   *
   * @param startFactor 0 .. 1e+30, default 0.333333
   * @return this
   */
  public Linear startFactor(double startFactor) { return with(ScheduleField.START_FACTOR, startFactor); }

  /**
   * Sets end_factor: factor at total_steps and after.
   *
   * @param endFactor 0 .. 1e+30, default 1
   * @return this
   */
  public Linear endFactor(double endFactor) { return with(ScheduleField.END_FACTOR, endFactor); }
}
