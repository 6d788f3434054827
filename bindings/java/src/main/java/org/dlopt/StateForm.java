// Written by bindings/generate.
package org.dlopt;

/** How the moments of a parameter are kept. */
public enum StateForm implements Numbered {
  /** the parameter's arithmetic type */
  FULL(0),
  /**
   * BF16. First moments are rounded to nearest, second moments to one of the two neighbours with the probability that keeps the mean: a
   * step of 1 - beta2 = 0.001 is less than half a unit of BF16. The random bits depend on the hyper-parameter seed, the slot, the state,
   * the element and the applied step alone
   */
  BF16(1),
  /**
   * first moments: I8, x = code / 127 * scale. Second moments: U8, x = (code / 255)^2 * scale. Codes are to nearest (of the root), ties to
   * even
   */
  LINEAR8(2),
  /**
   * U8, x = map[code] * scale, with the dynamic maps of bitsandbytes (create_dynamic_map), signed for first moments and unsigned for second
   * ones: codes and scales are those of its quantize_blockwise with blocks of 256, to the nearest number of the map as its CUDA kernels
   * find it (its CPU code is coarser)
   */
  DYNAMIC8(3);

  private final int number;

  StateForm(int number) { this.number = number; }

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
  public static StateForm of(int number) { return Numbered.find(StateForm.class, number); }
}
