// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.Anneal;

/** linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how. */
public final class Wsd extends ScheduleBuilder<Wsd> {
  private Wsd() { super(ScheduleKind.WSD); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Wsd builder() { return new Wsd(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Wsd base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets final: the value at the end.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public Wsd finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets total_steps: length in steps.
   *
   * @param totalSteps 1 .. 2^53, default 1000
   * @return this
   */
  public Wsd totalSteps(long totalSteps) { return with(ScheduleField.TOTAL_STEPS, totalSteps); }

  /**
   * Sets warmup_steps: length of the warm-up.
   *
   * @param warmupSteps 0 .. 2^53, default 100
   * @return this
   */
  public Wsd warmupSteps(long warmupSteps) { return with(ScheduleField.WARMUP_STEPS, warmupSteps); }

  /**
   * Sets decay_steps: length of the decay; with warmup_steps at most total_steps.
   *
   * @param decaySteps 0 .. 2^53, default 200
   * @return this
   */
  public Wsd decaySteps(long decaySteps) { return with(ScheduleField.DECAY_STEPS, decaySteps); }

  /**
   * Sets start_factor: the warm-up starts at this times base.
   *
   * @param startFactor 0 .. 1e+30, default 0
   * @return this
   */
  public Wsd startFactor(double startFactor) { return with(ScheduleField.START_FACTOR, startFactor); }

  /**
   * Sets anneal: how it decays: see {@code dlopt_anneal}.
   *
   * @param anneal default {@link Anneal#COSINE}
   * @return this
   */
  public Wsd anneal(Anneal anneal) { return with(ScheduleField.ANNEAL, anneal); }
}
