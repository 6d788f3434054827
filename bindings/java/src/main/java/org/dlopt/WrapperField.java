// Written by bindings/generate.
package org.dlopt;

/** Fields of wrappers. */
public enum WrapperField implements Numbered {
  /** how much of an average stays at an update */
  DECAY(1),
  /** choice: {@code dlopt_ema_warmup} */
  WARMUP(2),
  /** of the warm-up by a power */
  GAMMA(3),
  /** of the warm-up by a power */
  POWER(4),
  /** the least decay of a warm-up */
  MIN_DECAY(5),
  /** flag: an average from zero, corrected as Adam's moments; the buffer always holds the corrected one */
  DEBIAS(6),
  /** steps of the optimizer before an average begins */
  START(7),
  /** an average is updated after steps START + EVERY, START + 2 EVERY, ... */
  EVERY(8),
  /** steps of a parameter from one synchronisation to the next */
  K(9),
  /** part of the way that slow weights go */
  ALPHA(10),
  /** choice: {@code dlopt_lookahead_initial} */
  INITIAL(11),
  /** choice: {@code dlopt_lookahead_state} */
  STATE(12),
  /** choice: {@code dlopt_accumulate_reduce} */
  REDUCE(13),
  /** distance of SAM's perturbation */
  RHO(14),
  /** added to the norm that SAM divides by */
  EPS(15),
  /** flag: ASAM */
  ADAPTIVE(16),
  /** ASAM: added to the size of each element */
  ETA(17);

  private final int number;

  WrapperField(int number) { this.number = number; }

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
  public static WrapperField of(int number) { return Numbered.find(WrapperField.class, number); }
}
