// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** momentum_form: how SGD keeps its buffer b for momentum u, dampening d and gradient g. */
public enum MomentumForm implements Numbered {
  /** b = u b + (1 - d) g; p -= lr b */
  TORCH(0),
  /** b = u b + (1 - u) g; p -= lr b */
  EMA(1),
  /** b = u b - lr g; p += b: lr inside the buffer */
  SUTSKEVER(2);

  private final int number;

  MomentumForm(int number) { this.number = number; }

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
  public static MomentumForm of(int number) { return Numbered.find(MomentumForm.class, number); }
}
