// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.AfterEnd;

/** linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS. */
public final class WarmupCosine extends ScheduleBuilder<WarmupCosine> {
  private WarmupCosine() { super(ScheduleKind.WARMUP_COSINE); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static WarmupCosine builder() { return new WarmupCosine(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public WarmupCosine base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets final: the value at the end.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public WarmupCosine finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 1000
   * @return this
   */
  public WarmupCosine totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets warmup_steps: length of the warm-up; less than total_steps.
   *
   * @param warmupSteps 0 .. 2^53, default 100
   * @return this
   */
  public WarmupCosine warmupSteps(long warmupSteps) { return with(ScheduleField.WARMUP_STEPS, warmupSteps); }

  /**
   * Sets start_factor: the warm-up starts at this times base.
   *
   * @param startFactor 0 .. 1e+30, default 0
   * @return this
   */
  public WarmupCosine startFactor(double startFactor) { return with(ScheduleField.START_FACTOR, startFactor); }

  /**
   * Sets power: exponent of the wave (1 + cos) / 2.
   *
   * @param power 0 .. 1e+30, default 1
   * @return this
   */
  public WarmupCosine power(double power) { return with(ScheduleField.POWER, power); }

  /**
   * Sets after_end: past the end: stay, or climb and fall again.
   *
   * @param afterEnd default {@link AfterEnd#HOLD}
   * @return this
   */
  public WarmupCosine afterEnd(AfterEnd afterEnd) { return with(ScheduleField.AFTER_END, afterEnd); }
}
