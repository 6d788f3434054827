// Written by bindings/generate.
package org.dlopt;

/** Shapes of a state. */
public enum StateShape implements Numbered {
  /** the parameter's shape and type */
  ELEMENTS(0),
  /** one F64 number for each parameter */
  NUMBER(1),
  /** one F64 number for all parameters together; see {@code DLOPT_SLOT_ALL} */
  SHARED(2),
  /** the parameter's type and shape, with size 1 in the dimension that the rows of a factored moment lie along */
  ROWS(3),
  /** the same for its columns */
  COLUMNS(4),
  /** the parameter's type; one dimension: a number for each index of the first dimension, then of the second, and so on */
  AXES(5);

  private final int number;

  StateShape(int number) { this.number = number; }

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
  public static StateShape of(int number) { return Numbered.find(StateShape.class, number); }
}
