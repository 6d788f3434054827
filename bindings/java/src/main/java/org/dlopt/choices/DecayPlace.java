// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** decay_place: where weight decay w acts in rules that see to it themselves. */
public enum DecayPlace implements Numbered {
  /** g += w p, before the moments (NovoGrad: after g was divided by its norm) */
  GRADIENT(0),
  /** p *= 1 - lr w, before the norm of p is taken (Prodigy: lr with all that it is multiplied by) */
  PARAMETER(1),
  /** the update that lr multiplies += w p (NovoGrad: there, too, the norm divides) */
  UPDATE(2);

  private final int number;

  DecayPlace(int number) { this.number = number; }

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
  public static DecayPlace of(int number) { return Numbered.find(DecayPlace.class, number); }
}
