package org.dlopt;

import org.dlopt.internal.Native;

/** Learning rates from what was measured. */
public final class LearningRates {
  private LearningRates() {}

  /**
   * Suggests a learning rate from the record of a range test ({@link org.dlopt.schedules.RangeTest}), which ends at the first loss that is
   * not finite.
   *
   * @param rates learning rates, each above the one before
   * @param losses those measured with them
   * @param smoothing 0 (none) up to less than 1: each older loss counts so many times less
   * @param method how the record is read
   * @return the learning rate
   * @throws DloptException (INVALID_ARGUMENT, OUT_OF_RANGE), (NONFINITE) for the first loss
   */
  public static double suggest(double[] rates, double[] losses, double smoothing, Suggestion method) {
    Arguments.sameCount("losses", Arguments.given("losses", losses).length, Arguments.given("rates", rates).length);
    double[] suggestion = new double[1];
    Native.lrSuggest(rates, losses, rates.length, smoothing, Arguments.number("method", method), suggestion);
    return suggestion[0];
  }

  /**
   * Scales a learning rate that was found with one batch size for another.
   *
   * @param rate the learning rate
   * @param batch the batch size to scale to
   * @param reference the batch size that it was found with
   * @param scaling how it follows
   * @return the learning rate for the batch
   * @throws DloptException (OUT_OF_RANGE)
   */
  public static double scale(double rate, long batch, long reference, BatchScaling scaling) {
    double[] scaled = new double[1];
    Native.lrScale(rate, batch, reference, Arguments.number("scaling", scaling), scaled);
    return scaled[0];
  }
}
