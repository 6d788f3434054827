// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.MetricMode;
import org.dlopt.choices.ThresholdMode;

/** BASE GAMMA^n, not below FINAL, n being the reductions that {@code dlopt_schedule_report} has caused. */
public final class Plateau extends ScheduleBuilder<Plateau> {
  private Plateau() { super(ScheduleKind.PLATEAU); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Plateau builder() { return new Plateau(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Plateau base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets gamma: factor of each reduction.
   *
   * @param gamma 0 .. 1, default 0.1
   * @return this
   */
  public Plateau gamma(double gamma) { return with(ScheduleField.GAMMA, gamma); }

  /**
   * Sets final: no reduction goes below this.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public Plateau finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }

  /**
   * Sets patience: reports in a row that may be no better; one more reduces.
   *
   * @param patience 0 .. 2^53, default 10
   * @return this
   */
  public Plateau patience(long patience) { return with(ScheduleField.PATIENCE, patience); }

  /**
   * Sets cooldown: reports after a reduction during which bad ones do not count.
   *
   * @param cooldown 0 .. 2^53, default 0
   * @return this
   */
  public Plateau cooldown(long cooldown) { return with(ScheduleField.COOLDOWN, cooldown); }

  /**
   * Sets mode: which metrics are better: lower or higher ones.
   *
   * @param mode default {@link MetricMode#MIN}
   * @return this
   */
  public Plateau mode(MetricMode mode) { return with(ScheduleField.MODE, mode); }

  /**
   * Sets threshold: by how much a metric must be better to count.
   *
   * @param threshold 0 .. 1e+30, default 0.0001
   * @return this
   */
  public Plateau threshold(double threshold) { return with(ScheduleField.THRESHOLD, threshold); }

  /**
   * Sets threshold_mode: what the threshold is of: see {@code dlopt_threshold_mode}.
   *
   * @param thresholdMode default {@link ThresholdMode#RELATIVE}
   * @return this
   */
  public Plateau thresholdMode(ThresholdMode thresholdMode) { return with(ScheduleField.THRESHOLD_MODE, thresholdMode); }

  /**
   * Sets eps: a reduction by no more than this is not made.
   *
   * @param eps 0 .. 1e+30, default 1e-08
   * @return this
   */
  public Plateau eps(double eps) { return with(ScheduleField.EPS, eps); }
}
