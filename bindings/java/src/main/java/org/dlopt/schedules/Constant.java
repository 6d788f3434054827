// Written by bindings/generate.
package org.dlopt.schedules;

import org.dlopt.ScheduleBuilder;
import org.dlopt.ScheduleField;
import org.dlopt.ScheduleKind;

/** BASE. */
public final class Constant extends ScheduleBuilder<Constant> {
  private Constant() { super(ScheduleKind.CONSTANT); }

  /**
   * Begins with the defaults.
   *
   * @return a new builder
   */
  public static Constant builder() { return new Constant(); }

  /**
   * Sets base: the value that the shape is applied to.
   *
   * @param base -1e+30 .. 1e+30, default 1
   * @return this
   */
  public Constant base(double base) { return with(ScheduleField.BASE, base); }
}
