// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t). */
public final class InverseSqrt extends ScheduleBuilder<InverseSqrt> {
  private InverseSqrt() { super(ScheduleKind.INVERSE_SQRT); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static InverseSqrt builder() { return new InverseSqrt(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public InverseSqrt base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets warmup_steps: length of the warm-up, and the step whose value is base.
   *
   * @param warmupSteps 1 .. 2^53, default 4000
   * @return this
   */
  public InverseSqrt warmupSteps(long warmupSteps) { return with(ScheduleField.WARMUP_STEPS, warmupSteps); }

  /**
   * Sets start_factor: the warm-up starts at this times base.
   *
   * @param startFactor 0 .. 1e+30, default 0
   * @return this
   */
  public InverseSqrt startFactor(double startFactor) { return with(ScheduleField.START_FACTOR, startFactor); }
}
