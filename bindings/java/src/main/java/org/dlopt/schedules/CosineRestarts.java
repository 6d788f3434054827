// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ... */
public final class CosineRestarts extends ScheduleBuilder<CosineRestarts> {
  private CosineRestarts() { super(ScheduleKind.COSINE_RESTARTS); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static CosineRestarts builder() { return new CosineRestarts(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public CosineRestarts base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets final: the value at the end.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public CosineRestarts finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets cycle_steps: length of the first cycle.
   *
   * @param cycleSteps 1 .. 2^53, default 1000
   * @return this
   */
  public CosineRestarts cycleSteps(long cycleSteps) { return with(ScheduleField.CYCLE_STEPS, cycleSteps); }

  /**
   * Sets t_mult: each cycle is so many times longer than the one before.
   *
   * @param tMult 1 .. 1e+06, default 1
   * @return this
   */
  public CosineRestarts tMult(long tMult) { return with(ScheduleField.T_MULT, tMult); }

  /**
   * Sets cycle_decay: each cycle starts at this times where the one before did.
   *
   * @param cycleDecay 0 .. 1e+30, default 1
   * @return this
   */
  public CosineRestarts cycleDecay(double cycleDecay) { return with(ScheduleField.CYCLE_DECAY, cycleDecay); }
}
