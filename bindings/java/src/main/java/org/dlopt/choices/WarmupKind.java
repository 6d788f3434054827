// Written by bindings/generate.
package org.dlopt.choices;

import org.dlopt.DloptException;
import org.dlopt.Numbered;

/** warmup_kind: how a warm-up of W steps rises, from s = START_FACTOR times the value to the value. */
public enum WarmupKind implements Numbered {
  /** none */
  NONE(0),
  /** s + (1 - s) t / W */
  LINEAR(1),
  /** s + (1 - s)(t + 1) / W: the first step is already on the way */
  LINEAR_FROM_ONE(2),
  /** s + (1 - s) log(t + 1) / log(W), as DeepSpeed */
  LOG(3),
  /** s until W, as PyTorch's ConstantLR */
  CONSTANT(4),
  /** s^(1 - t / W) */
  EXPONENTIAL(5);

  private final int number;

  WarmupKind(int number) { this.number = number; }

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
  public static WarmupKind of(int number) { return Numbered.find(WarmupKind.class, number); }
}
