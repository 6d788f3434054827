// Written by bindings/generate.
package org.dlopt;

/** Element types. Arithmetic is in F64 for F64 parameters, in F32 for all others. */
public enum DType implements Numbered {
  /** f64 */
  F64(1),
  /** f32 */
  F32(2),
  /** IEEE binary16 */
  F16(3),
  /** the upper half of a binary32 */
  BF16(4),
  /** only of states */
  I8(5),
  /** only of states */
  U8(6),
  /** only of states: the remainder of a split master */
  I16(7),
  /** only of states: ages of rows */
  I32(8);

  private final int number;

  DType(int number) { this.number = number; }

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
  public static DType of(int number) { return Numbered.find(DType.class, number); }
}
