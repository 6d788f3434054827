package org.dlopt;

/**
 * Builds a schedule of one kind. Each kind has a builder of its own in {@link org.dlopt.schedules}, with a method for each field.
 *
 * @param <B> the builder
 */
public abstract class ScheduleBuilder<B extends ScheduleBuilder<B>> extends HandleBuilder<B> {
  private final ScheduleKind kind;

  /**
   * Begins with the defaults.
   *
   * @param kind which kind it is for
   */
  protected ScheduleBuilder(ScheduleKind kind) { this.kind = kind; }

  /**
   * Makes the schedule.
   *
   * @return the schedule, to be closed; optimizers and compositions hold copies
   * @throws DloptException (OUT_OF_RANGE) where a field is outside its bounds
   */
  public final Schedule build() {
    return set(Schedule.create(runtime(), kind), made -> {
      eachNumber(made::put);
      eachList(made::putList);
    });
  }
}
