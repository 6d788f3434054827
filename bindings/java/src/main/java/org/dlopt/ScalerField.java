// Written by bindings/generate.
package org.dlopt;

/** Fields of a scaler. Those from SCALE on are what it remembers. */
public enum ScalerField implements Numbered {
  /** the scale to begin with; setting it begins anew: SCALE and all behind it */
  INIT_SCALE(1),
  /** the scale is multiplied by it after GROWTH_INTERVAL finite updates in a row; a growth beyond MAX_SCALE is not made */
  GROWTH_FACTOR(2),
  /** and by this at an update that found a gradient that is not finite */
  BACKOFF_FACTOR(3),
  /** finite updates in a row before it grows */
  GROWTH_INTERVAL(4),
  /** it does not fall below this; see AT_MINIMUM */
  MIN_SCALE(5),
  /** it does not grow beyond this */
  MAX_SCALE(6),
  /**
   * the scale falls at the one of this number of updates with an overflow; those before only use it up. A growth restores it; setting it
   * does
   */
  HYSTERESIS(7),
  /** flag: every finite update restores it, so that overflows count in a row only */
  CONSECUTIVE_HYSTERESIS(8),
  /** flag: 0 keeps the scale as it is; steps are held back all the same */
  DYNAMIC(9),
  /** choice: {@code dlopt_at_minimum} */
  AT_MINIMUM(10),
  /** flag: the scale is rounded to f32 at each change, as PyTorch keeps it */
  SINGLE(11),
  /** flag: steps only note what they find in FOUND, and {@code dlopt_scaler_update} takes it: for several optimizers on one scaler */
  DEFERRED(12),
  /**
   * finite updates that do not count towards GROWTH_INTERVAL, at the beginning and after an overflow: 1 in DeepSpeed; setting it begins the
   * count anew
   */
  GROWTH_DELAY(13),
  /** the scale now */
  SCALE(14),
  /** finite updates in a row that count so far; negative: so many more do not */
  GROWTH_TRACKER(15),
  /** at 1 the next overflow lowers the scale */
  HYSTERESIS_LEFT(16),
  /** updates with an overflow so far */
  SKIPPED(17),
  /** flag: a step since the last update found a gradient that is not finite */
  FOUND(18);

  private final int number;

  ScalerField(int number) { this.number = number; }

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
  public static ScalerField of(int number) { return Numbered.find(ScalerField.class, number); }
}
