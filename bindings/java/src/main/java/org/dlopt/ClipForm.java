// Written by bindings/generate.
package org.dlopt;

/** The factor that brings a norm down to its limit. */
public enum ClipForm implements Numbered {
  /** min(1, max_norm / (norm + 1e-6)), as PyTorch */
  TORCH(0),
  /** max_norm / norm where norm &gt; max_norm, else 1, as optax */
  EXACT(1);

  private final int number;

  ClipForm(int number) { this.number = number; }

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
  public static ClipForm of(int number) { return Numbered.find(ClipForm.class, number); }
}
