// Written by bindings/generate.
package org.dlopt;

/** Whether the parameters are those of training. */
public enum Mode implements Numbered {
  /** y, where gradients are taken: the mode of a new optimizer */
  TRAIN(0),
  /** x, the average, for evaluation and for keeping */
  EVAL(1);

  private final int number;

  Mode(int number) { this.number = number; }

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
  public static Mode of(int number) { return Numbered.find(Mode.class, number); }
}
