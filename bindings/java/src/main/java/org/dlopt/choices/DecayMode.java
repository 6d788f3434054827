// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** decay_mode: where weight decay w acts, with lr0 = decay_lr. All but l2 act beside the update. */
public enum DecayMode implements Numbered {
  /** g += w p, so the decay passes through the moments */
  L2(0),
  /** p *= 1 - lr w */
  DECOUPLED(1),
  /** p *= 1 - lr / lr0 w: follows the schedule of lr, not its size */
  INDEPENDENT(2),
  /** p *= 1 - lr^2 / lr0 w */
  CORRECTED(3),
  /** p *= 1 - w */
  FIXED(4),
  /** p /= 1 + lr w */
  PROXIMAL(5),
  /** p moves by lr w towards zero, and stops there */
  L1(6),
  /** p *= 1 - lr w where the step, too, pulls p towards zero */
  CAUTIOUS(7);

  private final int number;

  DecayMode(int number) { this.number = number; }

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
  public static DecayMode of(int number) { return Numbered.find(DecayMode.class, number); }
}
