// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE / (1 + LAMBDA t)^POWER. */
public final class InverseTime extends ScheduleBuilder<InverseTime> {
  private InverseTime() { super(ScheduleKind.INVERSE_TIME); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static InverseTime builder() { return new InverseTime(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public InverseTime base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets lambda: how fast it falls, per step.
   *
   * @param lambda 0 .. 1e+30, default 1
   * @return this
   */
  public InverseTime lambda(double lambda) { return with(ScheduleField.LAMBDA, lambda); }

  /**
   * Sets power: exponent; the sum of the values diverges up to 1, that of their squares converges above 1/2.
   *
   * @param power 0 .. 1e+30, default 1
   * @return this
   */
  public InverseTime power(double power) { return with(ScheduleField.POWER, power); }
}
