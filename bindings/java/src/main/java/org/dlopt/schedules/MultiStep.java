// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE GAMMA^n, n being how many of MILESTONES are &lt;= t. */
public final class MultiStep extends ScheduleBuilder<MultiStep> {
  private MultiStep() { super(ScheduleKind.MULTI_STEP); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static MultiStep builder() { return new MultiStep(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public MultiStep base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets gamma: factor of each drop.
   *
   * @param gamma 0 .. 1e+30, default 0.1
   * @return this
   */
  public MultiStep gamma(double gamma) { return with(ScheduleField.GAMMA, gamma); }

  /**
   * Sets milestones: the steps of the drops, not falling; a repeated one drops again.
   *
   * @param milestones numbers of 0 .. 2^53, default none
   * @return this
   */
  public MultiStep milestones(double... milestones) { return with(ScheduleField.MILESTONES, milestones); }
}
