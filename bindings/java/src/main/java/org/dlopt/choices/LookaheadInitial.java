// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** initial: what Lookahead's slow weights start from. */
public enum LookaheadInitial implements Numbered {
  /** the parameter before its first step, as the paper and optax */
  START(0),
  /** the parameter at its first synchronisation, as timm */
  SYNC(1);

  private final int number;

  LookaheadInitial(int number) { this.number = number; }

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
  public static LookaheadInitial of(int number) { return Numbered.find(LookaheadInitial.class, number); }
}
