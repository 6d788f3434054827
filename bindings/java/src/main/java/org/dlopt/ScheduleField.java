// Written by bindings/generate.
package org.dlopt;

/** Fields of schedules. */
public enum ScheduleField implements Numbered {
  /** the value that the shape is applied to */
  BASE(1),
  /** the value at the end */
  FINAL(2),
  /** length in steps */
  TOTAL_STEPS(3),
  /** steps between two changes */
  STEP_SIZE(4),
  /** factor per step, or per drop; above 1 it grows */
  GAMMA(5),
  /** rate of the exponential or of 1 / t, per step */
  LAMBDA(6),
  /** factor at step 0 */
  START_FACTOR(7),
  /** factor at TOTAL_STEPS and after */
  END_FACTOR(8),
  /** length of the warm-up; counted within TOTAL_STEPS */
  WARMUP_STEPS(9),
  /** choice: {@code dlopt_after_end} */
  AFTER_END(10),
  /** exponent */
  POWER(11),
  /** steps at BASE before the shape starts */
  BEGIN(12),
  /** flag: changes only every STEP_SIZE steps */
  STAIRCASE(13),
  /** choice: {@code dlopt_warmup_kind} */
  WARMUP_KIND(14),
  /** length of the decay; counted within TOTAL_STEPS */
  DECAY_STEPS(15),
  /** choice: {@code dlopt_anneal} */
  ANNEAL(16),
  /** length of the first cycle */
  CYCLE_STEPS(17),
  /** whole factor from one cycle's length to the next */
  T_MULT(18),
  /** factor from one cycle's first value to the next */
  CYCLE_DECAY(19),
  /** the value at the top of the first cycle */
  PEAK(20),
  /** steps from PEAK to BASE; 0: STEP_SIZE */
  STEP_SIZE_DOWN(21),
  /** choice: {@code dlopt_cycle_mode} */
  CYCLE_MODE(22),
  /** part of TOTAL_STEPS before the peak */
  PCT_START(23),
  /** part of TOTAL_STEPS before the third phase, in optax's convention */
  PCT_FINAL(24),
  /** flag: down to the start first, then to the end */
  THREE_PHASE(25),
  /** choice: {@code dlopt_one_cycle_convention} */
  CONVENTION(26),
  /** width of the model */
  MODEL_SIZE(27),
  /** choice: {@code dlopt_interpolation} */
  INTERPOLATION(28),
  /** choice: {@code dlopt_growth} */
  GROWTH(29),
  /** reports in a row that may be no better */
  PATIENCE(30),
  /** reports after a reduction during which bad ones do not count */
  COOLDOWN(31),
  /** choice: {@code dlopt_metric_mode} */
  MODE(32),
  /** by how much a metric must be better to count */
  THRESHOLD(33),
  /** choice: {@code dlopt_threshold_mode} */
  THRESHOLD_MODE(34),
  /** a reduction by no more than this is not made */
  EPS(35),
  /** list of whole steps, not falling; {@code dlopt_schedule_set_list} */
  MILESTONES(36),
  /** list of factors of BASE; {@code dlopt_schedule_set_list} */
  VALUES(37),
  /** flag of a sequence: its children see its step instead of one of their own */
  SHARED_CLOCK(38);

  private final int number;

  ScheduleField(int number) { this.number = number; }

  @Override
  public int number() {
    return number;
  }

  /**
   * Finds the constant of a number.
   *
   * @param number as {@link #number} gives it
   * @return the constant
   * @throws DloptException (UNSUPPORTED) where there is none: a newer library may have more
   */
  public static ScheduleField of(int number) { return Numbered.find(ScheduleField.class, number); }
}
