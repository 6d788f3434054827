// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.Anneal;
import org.dlopt.choices.OneCycleConvention;

/** START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start. */
public final class OneCycle extends ScheduleBuilder<OneCycle> {
  private OneCycle() { super(ScheduleKind.ONE_CYCLE); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static OneCycle builder() { return new OneCycle(); }

  /**
   * Sets base: the value at the peak.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public OneCycle base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 1000
   * @return this
   */
  public OneCycle totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets start_factor: it starts at this times base.
   *
   * @param startFactor 0 .. 1e+30, default 0.04
   * @return this
   */
  public OneCycle startFactor(double startFactor) { return with(ScheduleField.START_FACTOR, startFactor); }

  /**
   * Sets end_factor: it ends at this times base.
   *
   * @param endFactor 0 .. 1e+30, default 4e-06
   * @return this
   */
  public OneCycle endFactor(double endFactor) { return with(ScheduleField.END_FACTOR, endFactor); }

  /**
   * Sets pct_start: the part of total_steps before the peak.
   *
   * @param pctStart 0 .. 1, default 0.3
   * @return this
   */
  public OneCycle pctStart(double pctStart) { return with(ScheduleField.PCT_START, pctStart); }

  /**
   * Sets pct_final: the part before the third phase; optax's convention only.
   *
   * @param pctFinal 0 .. 1, default 0.85
   * @return this
   */
  public OneCycle pctFinal(double pctFinal) { return with(ScheduleField.PCT_FINAL, pctFinal); }

  /**
   * Sets three_phase: down to the start first, then to the end.
   *
   * @param threePhase default false
   * @return this
   */
  public OneCycle threePhase(boolean threePhase) { return with(ScheduleField.THREE_PHASE, threePhase); }

  /**
   * Sets anneal: how it goes from one value to the next.
   *
   * @param anneal default {@link Anneal#COSINE}
   * @return this
   */
  public OneCycle anneal(Anneal anneal) { return with(ScheduleField.ANNEAL, anneal); }

  /**
   * Sets convention: whose phases: see {@code dlopt_one_cycle_convention}.
   *
   * @param convention default {@link OneCycleConvention#TORCH}
   * @return this
   */
  public OneCycle convention(OneCycleConvention convention) { return with(ScheduleField.CONVENTION, convention); }
}
