// Written by bindings/generate.
package org.dlopt;

/** Things that accompany an optimizer and act within its steps. */
public enum WrapperKind implements Numbered {
  /** exponential moving average of the parameters, in buffers of the caller */
  EMA(1),
  /** plain mean of the parameters, in buffers of the caller */
  SWA(2),
  /** slow weights that the parameters return to every K steps; state "slow_param" */
  LOOKAHEAD(3),
  /** gradients of several micro-batches for one step; state "accumulated_grad" */
  ACCUMULATE(4),
  /** gradients taken at the worst place nearby; state "sam_param" */
  SAM(5);

  private final int number;

  WrapperKind(int number) { this.number = number; }

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
  public static WrapperKind of(int number) { return Numbered.find(WrapperKind.class, number); }
}
