// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** warmup: the decay of an EMA's update after n updates; the first update (n = 0) is a copy. */
public enum EmaWarmup implements Numbered {
  /** DECAY */
  NONE(0),
  /** min(DECAY, (1 + n) / (10 + n)), as TensorFlow */
  TF(1),
  /** min(DECAY, 1 - (1 + n / GAMMA)^-POWER), as timm */
  POWER(2);

  private final int number;

  EmaWarmup(int number) { this.number = number; }

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
  public static EmaWarmup of(int number) { return Numbered.find(EmaWarmup.class, number); }
}
