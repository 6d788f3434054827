// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/**
 * eps_mode: where eps stands, for second moment v and bias correction c2 = 1 - beta2^t (1 where a rule has none). Adamax has a maximum for
 * a root: inside it eps is added to |g|.
 */
public enum EpsMode implements Numbered {
  /** sqrt(v / c2) + eps */
  OUTSIDE(0),
  /** sqrt(v / c2 + eps) */
  INSIDE(1),
  /** (sqrt(v) + eps) / sqrt(c2): eps is not corrected */
  HAT(2);

  private final int number;

  EpsMode(int number) { this.number = number; }

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
  public static EpsMode of(int number) { return Numbered.find(EpsMode.class, number); }
}
