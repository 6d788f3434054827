// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** state: what Lookahead does to the rule's state of a parameter when it is synchronised. */
public enum LookaheadState implements Numbered {
  /** keep */
  KEEP(0),
  /** states and age begin anew, as optax's reset_state; schedules and what all parameters share go on */
  RESET(1);

  private final int number;

  LookaheadState(int number) { this.number = number; }

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
  public static LookaheadState of(int number) { return Numbered.find(LookaheadState.class, number); }
}
