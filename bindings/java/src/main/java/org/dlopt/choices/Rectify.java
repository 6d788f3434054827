// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** rectify: which lengths rho of RAdam's average are long enough for its threshold. */
public enum Rectify implements Numbered {
  /** rho &gt; threshold */
  ABOVE(0),
  /** rho &gt;= threshold */
  FROM(1);

  private final int number;

  Rectify(int number) { this.number = number; }

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
  public static Rectify of(int number) { return Numbered.find(Rectify.class, number); }
}
