// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** zero_grad: what an element does whose gradient is exactly 0, decay not counted. */
public enum ZeroGrad implements Numbered {
  /** 0 is a gradient: momentum and decay act */
  STEP(0),
  /** the element and its state stay as they are */
  SKIP(1);

  private final int number;

  ZeroGrad(int number) { this.number = number; }

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
  public static ZeroGrad of(int number) { return Numbered.find(ZeroGrad.class, number); }
}
