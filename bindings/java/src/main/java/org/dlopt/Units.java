// Written by bindings/generate.
package org.dlopt;

/** The parts of a weight that adaptive clipping treats each on its own. */
public enum Units implements Numbered {
  /** each index of dimension 0, over all others (weights of PyTorch); one dimension or none: the whole tensor. As timm */
  FIRST(0),
  /**
   * 2 or 3 dimensions: over dimension 0 alone; 4 or more: over all but the last (weights of JAX); at most one dimension longer than 1: the
   * whole tensor. As optax, which refuses more than 5 dimensions
   */
  LAST(1);

  private final int number;

  Units(int number) { this.number = number; }

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
  public static Units of(int number) { return Numbered.find(Units.class, number); }
}
