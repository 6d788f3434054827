package org.dlopt;

import java.lang.ref.Reference;
import java.util.function.LongConsumer;
import org.dlopt.internal.Native;

/**
 * Gradients that lie in many buffers, and what is done to them before a step: norms, clipping, unscaling, penalties. Unscaling, and
 * clipping by norm and by value, also run fused inside a step ({@link Step}). {@link Tensor#none} is left out.
 *
 * <p>A call that throws has changed none of them.
 */
public final class Gradients {
  private final Runtime runtime;
  private final Tensor[] tensors;
  private final TensorList list;

  private Gradients(Runtime runtime, Tensor[] tensors, TensorList list) {
    this.runtime = runtime;
    this.tensors = tensors;
    this.list = list;
  }

  /**
   * Names the buffers.
   *
   * @param gradients of any gradient type
   * @return what works on them
   */
  public static Gradients of(Tensor... gradients) {
    Tensor[] tensors = Arguments.given("gradients", gradients).clone();
    return new Gradients(null, tensors, TensorList.of("gradients", tensors));
  }

  /**
   * Has the work done by the threads of a runtime.
   *
   * @param runtime null: the caller's thread
   * @return the same gradients
   */
  public Gradients on(Runtime runtime) { return new Gradients(runtime, tensors, list); }

  /**
   * What a norm is of.
   *
   * @param norm p-norm of all elements; NaN where one of them is, else infinite where one is
   * @param nonfinite how many elements are NaN or infinite
   */
  public record Norm(double norm, long nonfinite) {}

  /**
   * Computes the norm of all elements together.
   *
   * @param p above 0, or infinity: the largest magnitude
   * @return the norm, and how many elements are not finite
   * @throws DloptException (OUT_OF_RANGE)
   */
  public Norm norm(double p) {
    double[] norm = new double[1];
    long[] nonfinite = new long[1];
    read(from -> Native.gradNorm(from, list.block(), list.count(), p, norm, nonfinite));
    return new Norm(norm[0], nonfinite[0]);
  }

  /**
   * Scales all, so that their common 2-norm is at most a limit, as PyTorch does.
   *
   * @param maxNorm 0 or more
   * @return the norm before
   * @throws DloptException (OUT_OF_RANGE), (NONFINITE) where the norm is not finite
   */
  public double clipNorm(double maxNorm) { return clipNorm(maxNorm, 2, ClipForm.TORCH); }

  /**
   * Scales all, so that their common p-norm is at most a limit.
   *
   * @param maxNorm 0 or more
   * @param p as of {@link #norm}
   * @param form the factor that does it
   * @return the norm before
   * @throws DloptException (OUT_OF_RANGE), (NONFINITE) where the norm is not finite
   */
  public double clipNorm(double maxNorm, double p, ClipForm form) {
    double[] norm = new double[1];
    write(from -> Native.clipNorm(from, list.block(), list.count(), maxNorm, p, Arguments.number("form", form), norm));
    return norm[0];
  }

  /**
   * Limits every element to -limit .. limit; NaN stays NaN.
   *
   * @param limit 0 or more
   * @throws DloptException (OUT_OF_RANGE)
   */
  public void clipValue(double limit) { write(from -> Native.clipValue(from, list.block(), list.count(), limit)); }

  /**
   * Scales each tensor, so that its own p-norm is at most a limit.
   *
   * @param maxNorm 0 or more
   * @param p as of {@link #norm}
   * @param form the factor that does it
   * @return how many were scaled
   * @throws DloptException (OUT_OF_RANGE), (NONFINITE)
   */
  public long clipPerTensor(double maxNorm, double p, ClipForm form) {
    return counted(
        (from, clipped) -> Native.clipPerTensor(from, list.block(), list.count(), maxNorm, p, Arguments.number("form", form), clipped));
  }

  /**
   * Scales each row of each tensor, so that its own p-norm is at most a limit. A row is all that one index of the first dimension leads to.
   *
   * @param maxNorm 0 or more
   * @param p as of {@link #norm}
   * @param form the factor that does it
   * @return how many were scaled
   * @throws DloptException (OUT_OF_RANGE), (NONFINITE)
   */
  public long clipPerRow(double maxNorm, double p, ClipForm form) {
    return counted(
        (from, clipped) -> Native.clipPerRow(from, list.block(), list.count(), maxNorm, p, Arguments.number("form", form), clipped));
  }

  /**
   * Scales each unit of each tensor, so that its p-norm is at most so many times that of the same unit of the parameter (AGC).
   *
   * @param params a parameter for each gradient, of its shape
   * @param factor how many times; .01 in the paper
   * @param eps what the norm of a parameter counts as at least; 1e-3 in the paper
   * @param p as of {@link #norm}; 2 in the paper
   * @param units the parts of a weight
   * @return how many were scaled
   * @throws DloptException (OUT_OF_RANGE, SHAPE), (NONFINITE)
   */
  public long clipAgc(Tensor[] params, double factor, double eps, double p, Units units) {
    TensorList shown = paired(params);
    return counted((from, clipped) -> {
      Native.clipAgc(from, shown.block(), list.block(), list.count(), factor, eps, p, Arguments.number("units", units), clipped);
      shown.keep();
    });
  }

  /**
   * Scales all, so that their common p-norm is at most a percentile of the last norms, this one included; and remembers this norm.
   *
   * @param p as of {@link #norm}
   * @param form the factor that does it
   * @param history the last norms
   * @throws DloptException (OUT_OF_RANGE, CORRUPT) for the history, (NONFINITE)
   */
  public void clipPercentile(double p, ClipForm form, NormHistory history) {
    synchronized (Arguments.given("history", history)) {
      write(from -> Native.clipPercentile(from, list.block(), list.count(), p, Arguments.number("form", form), history.bytes()));
    }
  }

  /**
   * Subtracts from each row of each tensor its mean.
   *
   * @param minNdim tensors of fewer dimensions are left alone; 2 or more
   * @throws DloptException (OUT_OF_RANGE)
   */
  public void centralize(int minNdim) { write(from -> Native.gradCentralize(from, list.block(), list.count(), minNdim)); }

  /**
   * Divides all by a loss scale.
   *
   * @param scale the loss scale
   * @return how many elements were not finite: a step must not follow where there were any
   * @throws DloptException (OUT_OF_RANGE)
   */
  public long unscale(double scale) {
    return counted((from, nonfinite) -> Native.gradUnscale(from, list.block(), list.count(), scale, nonfinite));
  }

  /**
   * Computes l1 sum |p| + l2 / 2 sum p^2 over all parameters together, and adds its gradient, l1 sign(p) + l2 p, to these.
   *
   * @param params a parameter for each gradient, of its shape
   * @param l1 0 or more
   * @param l2 0 or more
   * @return the penalty
   * @throws DloptException (OUT_OF_RANGE, SHAPE)
   */
  public double addPenalty(Tensor[] params, double l1, double l2) {
    TensorList shown = paired(params);
    double[] value = new double[1];
    write(from -> Native.gradPenalty(from, shown.block(), list.block(), list.count(), l1, l2, value));
    shown.keep();
    return value[0];
  }

  /**
   * Computes l1 sum |p| + l2 / 2 sum p^2 over all parameters together.
   *
   * @param params the parameters
   * @param l1 0 or more
   * @param l2 0 or more
   * @return the penalty
   * @throws DloptException (OUT_OF_RANGE)
   */
  public static double penalty(Tensor[] params, double l1, double l2) {
    TensorList shown = TensorList.of("params", params);
    double[] value = new double[1];
    Native.gradPenalty(0, shown.block(), null, shown.count(), l1, l2, value);
    shown.keep();
    return value[0];
  }

  // ---- how C is called

  private interface Count {
    void call(long runtime, long[] count);
  }

  private TensorList paired(Tensor[] params) {
    Arguments.sameCount("params", Arguments.given("params", params).length, list.count());
    return TensorList.of("params", params);
  }

  private long counted(Count call) {
    long[] count = new long[1];
    write(from -> call.call(from, count));
    return count[0];
  }

  private void write(LongConsumer call) {
    list.fillWritten(tensors);
    read(call);
  }

  private void read(LongConsumer call) {
    if (runtime == null) {
      call.accept(0);
    } else {
      runtime.share(() -> call.accept(runtime.raw()));
    }
    Reference.reachabilityFence(this);
  }
}
