// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL. */
public final class Exponential extends ScheduleBuilder<Exponential> {
  private Exponential() { super(ScheduleKind.EXPONENTIAL); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Exponential builder() { return new Exponential(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Exponential base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets gamma: factor of each step_size.
   *
   * @param gamma 0 .. 1e+30, default 1
   * @return this
   */
  public Exponential gamma(double gamma) { return with(ScheduleField.GAMMA, gamma); }

  /**
   * Sets lambda: rate of e^{-lambda x}, per step_size.
   *
   * @param lambda 0 .. 1e+30, default 0
   * @return this
   */
  public Exponential lambda(double lambda) { return with(ScheduleField.LAMBDA, lambda); }

  /**
   * Sets step_size: steps that one power takes.
   *
   * @param stepSize 1 .. 2^53, default 1
   * @return this
   */
  public Exponential stepSize(long stepSize) { return with(ScheduleField.STEP_SIZE, stepSize); }

  /**
   * Sets staircase: changes only every step_size steps.
   *
   * @param staircase default false
   * @return this
   */
  public Exponential staircase(boolean staircase) { return with(ScheduleField.STAIRCASE, staircase); }

  /**
   * Sets begin: steps at base before it starts.
   *
   * @param begin 0 .. 2^53, default 0
   * @return this
   */
  public Exponential begin(long begin) { return with(ScheduleField.BEGIN, begin); }

  /**
   * Sets final: a value between base and the limit: it stops there.
   *
   * @param finalValue -1e+30 .. 1e+30, default 0
   * @return this
   */
  public Exponential finalValue(double finalValue) { return with(ScheduleField.FINAL, finalValue); }
}
