// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.CycleMode;

/** BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height. */
public final class Cyclic extends ScheduleBuilder<Cyclic> {
  private Cyclic() { super(ScheduleKind.CYCLIC); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Cyclic builder() { return new Cyclic(); }

  /**
   * Sets base: the value at the start of each cycle.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Cyclic base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets peak: the value at the top of the first cycle.
   *
   * @param peak -1e+30 .. 1e+30, default 4
   * @return this
   */
  public Cyclic peak(double peak) { return with(ScheduleField.PEAK, peak); }

  /**
   * Sets step_size: steps from base to peak.
   *
   * @param stepSize 1 .. 2^53, default 2000
   * @return this
   */
  public Cyclic stepSize(long stepSize) { return with(ScheduleField.STEP_SIZE, stepSize); }

  /**
   * Sets step_size_down: steps from peak to base; 0: as many.
   *
   * @param stepSizeDown 0 .. 2^53, default 0
   * @return this
   */
  public Cyclic stepSizeDown(long stepSizeDown) { return with(ScheduleField.STEP_SIZE_DOWN, stepSizeDown); }

  /**
   * Sets cycle_mode: how the height changes: see {@code dlopt_cycle_mode}.
   *
   * @param cycleMode default {@link CycleMode#TRIANGULAR}
   * @return this
   */
  public Cyclic cycleMode(CycleMode cycleMode) { return with(ScheduleField.CYCLE_MODE, cycleMode); }

  /**
   * Sets gamma: factor of the height per step; exp_range only.
   *
   * @param gamma 0 .. 1e+30, default 1
   * @return this
   */
  public Cyclic gamma(double gamma) { return with(ScheduleField.GAMMA, gamma); }
}
