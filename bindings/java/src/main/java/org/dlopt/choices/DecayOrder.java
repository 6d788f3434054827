// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** decay_order: when decay beside the update acts. */
public enum DecayOrder implements Numbered {
  /** before the update */
  BEFORE(0),
  /** after it, on the updated parameter */
  AFTER(1);

  private final int number;

  DecayOrder(int number) { this.number = number; }

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
  public static DecayOrder of(int number) { return Numbered.find(DecayOrder.class, number); }
}
