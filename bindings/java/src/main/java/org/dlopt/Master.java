// Written by bindings/generate.
package org.dlopt;

/** What is kept of a parameter of 16 bits beside its own. */
public enum Master implements Numbered {
  /** x = p, p = round(x'). Nothing is kept. The only form of F32 and F64 parameters */
  NONE(0),
  /**
   * x = m, m = x', p = round(x'): 4 bytes for each element, the state "master", F32. x = p where p is no longer round(m): written by the
   * caller
   */
  FULL(1),
  /**
   * BF16 alone. The bits of x are 65536 bits(p) + r: 2 bytes, the state "master_remainder", I16. x is f32 to the last bit, as of FULL; p is
   * x rounded to nearest, ties away from zero. r of an element that the caller writes stays: x is then within half a unit of p's last
   * place; a zero, an infinity or a NaN is taken as written wherever its bits plus r would be a number of another sign or none at all
   */
  SPLIT(2),
  /**
   * x = p, p = one of the two neighbours of x', the farther from zero with a probability that is the part of the way that x' lies towards
   * it: p is x' on average. Nothing is kept. The random bits depend on the hyper-parameter seed, the slot, the element and the applied step
   * alone. Between the largest number and infinity rounds to nearest. Of F16, a magnitude below 2^-14 looks at 16 bits beyond its last
   * place, so the mean is too small by at most 2^-40
   */
  STOCHASTIC(3),
  /**
   * x = p + c, p = round(x'), c = round(x' - p), or the number next to it towards zero where p + c would not round to p: 2 bytes, the state
   * "kahan_comp", of the parameter's type. What is below the last place of c is lost. x = p where p + c no longer rounds to p: written by
   * the caller; a c that is small enough to be p's own stays. As Zamirai et al. 2020, algorithm 2, and optimi, with the sum in f32
   */
  KAHAN(4);

  private final int number;

  Master(int number) { this.number = number; }

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
  public static Master of(int number) { return Numbered.find(Master.class, number); }
}
