// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.WarmupKind;

/** from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how. */
public final class Warmup extends ScheduleBuilder<Warmup> {
  private Warmup() { super(ScheduleKind.WARMUP); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Warmup builder() { return new Warmup(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Warmup base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets warmup_steps: length in steps.
   *
   * @param warmupSteps 0 .. 2^53, default 100
   * @return this
   */
  public Warmup warmupSteps(long warmupSteps) { return with(ScheduleField.WARMUP_STEPS, warmupSteps); }

  /**
   * Sets start_factor: it starts at this times base.
   *
   * @param startFactor 0 .. 1e+30, default 0
   * @return this
   */
  public Warmup startFactor(double startFactor) { return with(ScheduleField.START_FACTOR, startFactor); }

  /**
   * Sets warmup_kind: how it rises: see {@code dlopt_warmup_kind}.
   *
   * @param warmupKind default {@link WarmupKind#LINEAR}
   * @return this
   */
  public Warmup warmupKind(WarmupKind warmupKind) { return with(ScheduleField.WARMUP_KIND, warmupKind); }
}
