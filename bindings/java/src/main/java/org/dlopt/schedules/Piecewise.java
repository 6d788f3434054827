// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;
import org.dlopt.choices.Interpolation;

/** BASE VALUES[n], n being how many of MILESTONES are &lt;= t; INTERPOLATION may join the values. */
public final class Piecewise extends ScheduleBuilder<Piecewise> {
  private Piecewise() { super(ScheduleKind.PIECEWISE); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Piecewise builder() { return new Piecewise(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Piecewise base(double base) { return with(ScheduleField.BASE, base); }

  /**
   * Sets milestones: the steps from which the next value holds, not falling.
   *
   * @param milestones numbers of 0 .. 2^53, default none
   * @return this
   */
  public Piecewise milestones(double... milestones) { return with(ScheduleField.MILESTONES, milestones); }

  /**
   * Sets values: factors of base, one more than milestones.
   *
   * @param values numbers of -1e+30 .. 1e+30, default none
   * @return this
   */
  public Piecewise values(double... values) { return with(ScheduleField.VALUES, values); }

  /**
   * Sets interpolation: between milestones: hold, or go to the next value.
   *
   * @param interpolation default {@link Interpolation#NONE}
   * @return this
   */
  public Piecewise interpolation(Interpolation interpolation) { return with(ScheduleField.INTERPOLATION, interpolation); }
}
