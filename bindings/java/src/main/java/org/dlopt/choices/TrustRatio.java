// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** trust_ratio: of which parameters lr is multiplied by a trust ratio. */
public enum TrustRatio implements Numbered {
  /** of none */
  NEVER(0),
  /** of those whose weight decay is not 0 */
  DECAYED(1),
  /** of all */
  ALWAYS(2);

  private final int number;

  TrustRatio(int number) { this.number = number; }

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
  public static TrustRatio of(int number) { return Numbered.find(TrustRatio.class, number); }
}
