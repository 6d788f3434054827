// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE GAMMA^floor(t / STEP_SIZE). */
public final class Step extends ScheduleBuilder<Step> {
  private Step() { super(ScheduleKind.STEP); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Step builder() { return new Step(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Step base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets step_size: steps between two drops.
   *
   * @param stepSize 1 .. 2^53, default 30
   * @return this
   */
  public Step stepSize(long stepSize) { return with(ScheduleField.STEP_SIZE, stepSize); }

  /**
   * Sets gamma: factor of each drop.
   *
   * @param gamma 0 .. 1e+30, default 0.1
   * @return this
   */
  public Step gamma(double gamma) { return with(ScheduleField.GAMMA, gamma); }
}
