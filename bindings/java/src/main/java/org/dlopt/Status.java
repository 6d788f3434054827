// Written by bindings/generate.
package org.dlopt;

/** What kind of error it is. A number never changes its meaning. */
public enum Status implements Numbered {
  /** an argument is invalid */
  INVALID_ARGUMENT(-1),
  /** memory could not be allocated */
  OUT_OF_MEMORY(-2),
  /** a shape or an element count does not fit */
  SHAPE(-3),
  /** an element type does not fit */
  DTYPE(-4),
  /** a buffer is on the wrong device */
  DEVICE(-5),
  /** this build or version does not offer that */
  UNSUPPORTED(-6),
  /** the rule has no such hyper-parameter */
  UNKNOWN_HYPER(-7),
  /** a value is outside its range */
  OUT_OF_RANGE(-8),
  /** the handle is in use by another call */
  BUSY(-9),
  /** the object is not in a state that allows the call */
  STATE(-10),
  /** a number is not finite */
  NONFINITE(-11),
  /** stored data is damaged */
  CORRUPT(-12),
  /** stored data is of another version */
  VERSION(-13),
  /** reading or writing failed */
  IO(-14),
  /** no usable device */
  NO_DEVICE(-15),
  /** a CUDA call failed */
  CUDA(-16),
  /** not possible while a CUDA graph is captured */
  CAPTURE(-17),
  /** communication between ranks failed */
  COMM(-18),
  /** a deadline passed */
  TIMEOUT(-19),
  /** an internal check failed; please report it */
  INTERNAL(-20),
  /** one that a newer library knows */
  UNKNOWN(Integer.MIN_VALUE);

  private final int number;

  Status(int number) { this.number = number; }

  @Override
  public int number() {
    return number;
  }

  /**
   * Finds the constant of a number.
   *
   * @param number as {@link #number} gives it
   * @return the constant; {@link #UNKNOWN} where a newer library has given the number
   */
  public static Status of(int number) {
    for (Status status : values()) {
      if (status.number == number) return status;
    }
    return UNKNOWN;
  }
}
