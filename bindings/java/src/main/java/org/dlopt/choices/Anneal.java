// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** anneal: how a value goes to the next; x runs from 0 to 1. */
public enum Anneal implements Numbered {
  /** (1 + cos(pi x)) / 2 of the way is left */
  COSINE(0),
  /** 1 - x is left */
  LINEAR(1),
  /** 1 - sqrt(x) is left (WSD only) */
  MINUS_SQRT(2),
  /** 2 (1/2)^x - 1 is left, as Megatron (WSD only) */
  EXPONENTIAL(3);

  private final int number;

  Anneal(int number) { this.number = number; }

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
  public static Anneal of(int number) { return Numbered.find(Anneal.class, number); }
}
