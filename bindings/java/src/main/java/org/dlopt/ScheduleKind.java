// Written by bindings/generate.
package org.dlopt;

/** Shapes of schedule; t is the step, from 0, upper-case names are fields. */
public enum ScheduleKind implements Numbered {
  /** BASE */
  CONSTANT(1),
  /** BASE GAMMA^floor(t / STEP_SIZE) */
  STEP(2),
  /** BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL */
  EXPONENTIAL(3),
  /** FINAL + (BASE - FINAL) ((1 + cos(pi t / TOTAL_STEPS)) / 2)^POWER */
  COSINE(4),
  /** BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS */
  LINEAR(5),
  /** linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS */
  WARMUP_COSINE(6),
  /** made by {@code dlopt_schedule_sequence} */
  SEQUENCE(7),
  /** made by {@code dlopt_schedule_product} */
  PRODUCT(8),
  /** made by {@code dlopt_schedule_chain} */
  CHAIN(9),
  /** BASE GAMMA^n, n being how many of MILESTONES are &lt;= t */
  MULTI_STEP(10),
  /** FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER */
  POLYNOMIAL(11),
  /** SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ... */
  COSINE_RESTARTS(12),
  /** START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start */
  ONE_CYCLE(13),
  /** BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height */
  CYCLIC(14),
  /** linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t) */
  INVERSE_SQRT(15),
  /** BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1 */
  NOAM(16),
  /** BASE / (1 + LAMBDA t)^POWER */
  INVERSE_TIME(17),
  /** linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how */
  WSD(18),
  /** from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how */
  WARMUP(19),
  /** FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS */
  REX(20),
  /** BASE VALUES[n], n being how many of MILESTONES are &lt;= t; INTERPOLATION may join the values */
  PIECEWISE(21),
  /** BASE VALUES[t] */
  TABLE(22),
  /** BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how */
  RANGE_TEST(23),
  /** BASE GAMMA^n, not below FINAL, n being the reductions that {@code dlopt_schedule_report} has caused */
  PLATEAU(24);

  private final int number;

  ScheduleKind(int number) { this.number = number; }

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
  public static ScheduleKind of(int number) { return Numbered.find(ScheduleKind.class, number); }
}
