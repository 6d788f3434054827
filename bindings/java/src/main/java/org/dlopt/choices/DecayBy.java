// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** decay_by: what weight decay beside the update takes for lr. */
public enum DecayBy implements Numbered {
  /** lr */
  LR(0),
  /** what relative_step and scale_parameter make of it */
  STEP_SIZE(1);

  private final int number;

  DecayBy(int number) { this.number = number; }

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
  public static DecayBy of(int number) { return Numbered.find(DecayBy.class, number); }
}
