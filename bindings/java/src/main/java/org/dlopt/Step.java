package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import org.dlopt.internal.Struct;

/**
 * Options of one step, which may be used for any number of steps. The order in which they act: {@code dlopt_optimizer_step} in the header
 * of C.
 */
public final class Step {
  static final int ZERO_GRADS = 1;
  static final int SKIP_NONFINITE = 2;
  private static final int GRAD_NORM = 4;
  private static final int FLUSH_DENORMALS = 8;

  int flags;
  Scaler scaler;
  Tensor[] deltas;
  Tensor[] copies;
  Tensor[] averages;
  Rows[] rows;
  private double gradScale = 1;
  private double maxNorm = Double.POSITIVE_INFINITY;
  private double normType = 2;
  private double tensorMaxNorm = Double.POSITIVE_INFINITY;
  private double agcClipping = Double.POSITIVE_INFINITY;
  private double agcEps = 1e-3;
  private double clipValue = Double.POSITIVE_INFINITY;
  private ClipForm clipForm = ClipForm.TORCH;
  private int maxSkips;
  private double loss = Double.NaN;

  private Step() {}

  /**
   * Begins with the defaults: a plain step.
   *
   * @return options to be changed
   */
  public static Step options() { return new Step(); }

  /**
   * Divides gradients by a loss scale, or a number of micro-batches, first.
   *
   * @param scale 1e-30 .. 1e30, default 1
   * @return this
   */
  public Step gradScale(double scale) {
    gradScale = scale;
    return this;
  }

  /**
   * Then limits the common norm of all gradients.
   *
   * @param limit 0 or more; default infinity: as the hyper-parameter max_norm says
   * @return this
   */
  public Step maxNorm(double limit) {
    maxNorm = limit;
    return this;
  }

  /**
   * Sets the p of all norms.
   *
   * @param p above 0 or infinity, default 2
   * @return this
   */
  public Step normType(double p) {
    normType = p;
    return this;
  }

  /**
   * Limits the norm of each gradient.
   *
   * @param limit 0 or more, default infinity
   * @return this
   */
  public Step tensorMaxNorm(double limit) {
    tensorMaxNorm = limit;
    return this;
  }

  /**
   * Limits each row of a gradient to a part of the norm of its parameter's row: AGC.
   *
   * @param clipping 0 .. 1e30, default infinity
   * @param eps norms of parameters below this count as this; 0 .. 1e30, default 1e-3
   * @return this
   */
  public Step agc(double clipping, double eps) {
    agcClipping = clipping;
    agcEps = eps;
    return this;
  }

  /**
   * Limits each element of a gradient, last of all.
   *
   * @param limit 0 or more; default infinity: as the hyper-parameter clip_value says
   * @return this
   */
  public Step clipValue(double limit) {
    clipValue = limit;
    return this;
  }

  /**
   * Sets the factor that brings a norm to its limit.
   *
   * @param form default torch
   * @return this
   */
  public Step clipForm(ClipForm form) {
    clipForm = Arguments.given("form", form);
    return this;
  }

  /**
   * Writes zeros over the gradients that were used, in the same pass; they must be writable.
   *
   * @return this
   */
  public Step zeroGrads() { return with(ZERO_GRADS); }

  /**
   * Holds the step back where a gradient is not finite: nothing changes, nothing counts.
   *
   * @return this
   */
  public Step skipNonfinite() { return with(SKIP_NONFINITE); }

  /**
   * Limits how many steps in a row are held back; the next goes through as it is.
   *
   * @param limit 0 (default): no limit
   * @return this
   */
  public Step maxSkips(int limit) {
    maxSkips = limit;
    return this;
  }

  /**
   * Asks for the norm of the gradients even where nothing else needs it.
   *
   * @return this
   */
  public Step gradNorm() { return with(GRAD_NORM); }

  /**
   * Takes denormal numbers for zeros.
   *
   * @return this
   */
  public Step flushDenormals() { return with(FLUSH_DENORMALS); }

  /**
   * Tells the loss at the parameters that the gradients were taken at, for rules that need it.
   *
   * @param loss default NaN: not told
   * @return this
   */
  public Step loss(double loss) {
    this.loss = loss;
    return this;
  }

  /**
   * Divides by the scale of a scaler, too, which the step updates, and by which gradients that are not finite hold it back.
   *
   * @param scaler null (default): none
   * @return this
   */
  public Step scaler(Scaler scaler) {
    this.scaler = scaler;
    return this;
  }

  /**
   * Receives what the step would add to each parameter, which then stay; states move on.
   *
   * @param deltas one for each slot; null (default): none
   * @return this
   */
  public Step deltas(Tensor... deltas) {
    this.deltas = deltas;
    return this;
  }

  /**
   * Receives each parameter as the step leaves it, rounded to the type of its copy.
   *
   * @param copies one for each slot, {@link Tensor#none} where there is none; null (default): none
   * @return this
   */
  public Step copies(Tensor... copies) {
    this.copies = copies;
    return this;
  }

  /**
   * Receives the averages of wrappers: for each Ema and Swa in the order of wrapping, one for each slot.
   *
   * @param averages null (default): none
   * @return this
   */
  public Step averages(Tensor... averages) {
    this.averages = averages;
    return this;
  }

  /**
   * Names the rows that the step is for.
   *
   * @param rows one for each slot; null (default): all rows
   * @return this
   */
  public Step rows(Rows... rows) {
    this.rows = rows;
    return this;
  }

  private Step with(int flag) {
    flags |= flag;
    return this;
  }

  /** Writes the numbers to the structure of C. */
  void write(Struct desc) {
    desc.set(STEP_DESC_FLAGS, flags).set(STEP_DESC_GRAD_SCALE, gradScale).set(STEP_DESC_MAX_NORM, maxNorm);
    desc.set(STEP_DESC_NORM_TYPE, normType).set(STEP_DESC_CLIP_VALUE, clipValue).set(STEP_DESC_CLIP_FORM, clipForm.number());
    desc.set(STEP_DESC_MAX_SKIPS, maxSkips).set(STEP_DESC_LOSS, loss).set(STEP_DESC_TENSOR_MAX_NORM, tensorMaxNorm);
    desc.set(STEP_DESC_AGC_CLIPPING, agcClipping).set(STEP_DESC_AGC_EPS, agcEps);
  }
}
