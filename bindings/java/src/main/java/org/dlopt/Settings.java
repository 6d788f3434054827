package org.dlopt;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a builder was told. The library checks all of it when the thing is built.
 *
 * @param <B> the builder
 */
public abstract class Settings<B extends Settings<B>> {
  /** Whole numbers up to here are the same as a double. */
  private static final long MAX_WHOLE = 1L << 53;

  private final Map<Integer, Double> numbers = new LinkedHashMap<>();
  private final Map<Integer, double[]> lists = new LinkedHashMap<>();

  /** Sets one value of a thing that is being made. */
  interface Setter<T> {
    void set(int id, T value);
  }

  Settings() {}

  @SuppressWarnings("unchecked") // the parameter of every sub-class is the sub-class
  final B self() {
    return (B)this;
  }

  /**
   * Remembers a number.
   *
   * @param id what it is
   * @param value the number
   * @return this
   */
  protected final B with(Numbered id, double value) {
    numbers.put(id.number(), value);
    return self();
  }

  /**
   * Remembers a whole number.
   *
   * @param id what it is
   * @param value the number
   * @return this
   * @throws DloptException (OUT_OF_RANGE) where a double cannot hold it
   */
  protected final B with(Numbered id, long value) { return with(id, whole(id, value)); }

  /**
   * Remembers a flag.
   *
   * @param id what it is
   * @param value whether it is set
   * @return this
   */
  protected final B with(Numbered id, boolean value) { return with(id, value ? 1.0 : 0.0); }

  /**
   * Remembers a choice.
   *
   * @param id what it is
   * @param value what was chosen
   * @return this
   */
  protected final B with(Numbered id, Numbered value) { return with(id, (double)Arguments.given(id.toString(), value).number()); }

  /**
   * Remembers a list, which is copied.
   *
   * @param id what it is
   * @param values the numbers
   * @return this
   */
  protected final B with(Numbered id, double[] values) {
    lists.put(id.number(), Arguments.given(id.toString(), values).clone());
    return self();
  }

  static double whole(Numbered id, long value) {
    if (value >= -MAX_WHOLE && value <= MAX_WHOLE) return value;
    throw new DloptException(Status.OUT_OF_RANGE,
                             id.toString().toLowerCase(Locale.ROOT) + ": got " + value + ", wanted at most 2^53 on either side of 0");
  }

  final void eachNumber(Setter<Double> setter) { numbers.forEach(setter::set); }

  final void eachList(Setter<double[]> setter) { lists.forEach(setter::set); }
}
