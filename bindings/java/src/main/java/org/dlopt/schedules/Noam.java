// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1. */
public final class Noam extends ScheduleBuilder<Noam> {
  private Noam() { super(ScheduleKind.NOAM); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Noam builder() { return new Noam(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Noam base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets warmup_steps: steps that it rises.
   *
   * @param warmupSteps 1 .. 2^53, default 4000
   * @return this
   */
  public Noam warmupSteps(long warmupSteps) { return with(ScheduleField.WARMUP_STEPS, warmupSteps); }

  /**
   * Sets model_size: width of the model.
   *
   * @param modelSize 1 .. 2^53, default 512
   * @return this
   */
  public Noam modelSize(long modelSize) { return with(ScheduleField.MODEL_SIZE, modelSize); }
}
