package org.dlopt;

import org.dlopt.internal.Native;
import org.dlopt.internal.Resource;

/**
 * What accompanies an {@link Optimizer} and acts within its steps: averages, Lookahead, accumulation, SAM. Builders: {@link
 * org.dlopt.wrappers}.
 */
public abstract sealed class OptimizerWrappers extends OptimizerExchange permits Optimizer {
  private static final int UNKNOWN = -1;

  /** How many wrappers keep averages; unknown until a step asks, and after each call that may add some. */
  private int averages = UNKNOWN;

  OptimizerWrappers(Object needed, long address, Resource.Destroy destroy) { super(needed, address, destroy); }

  /**
   * Adds a wrapper, and allocates what it keeps of the parameters declared so far. It cannot be taken off again.
   *
   * @param wrapper what it is, and its fields
   * @return its number: 0, 1, ... in the order of wrapping
   * @throws DloptException (STATE, OUT_OF_RANGE, OUT_OF_MEMORY) and nothing is changed
   */
  public final int wrap(Wrapper<?> wrapper) {
    Arguments.given("wrapper", wrapper);
    try (Optimizer trial = Optimizer.create(null, Rule.SGD)) {
      trial.wrapWith(wrapper); // while it can still be refused
    }
    return wrapWith(wrapper);
  }

  final int wrapWith(Wrapper<?> wrapper) {
    int[] index = new int[1];
    useWrapping(() -> {
      Native.optimizerWrap(raw(), wrapper.kind().number(), index);
      wrapper.eachNumber((field, value) -> Native.optimizerWrapSet(raw(), index[0], field, value));
    });
    return index[0];
  }

  /**
   * Sets a field of a wrapper; it takes effect with the next step.
   *
   * @param index as {@link #wrap} gave it
   * @param field which one
   * @param value within its bounds; flags are 0 or 1, choices their numbers
   * @throws DloptException (INVALID_ARGUMENT, UNKNOWN_HYPER, OUT_OF_RANGE) and nothing is changed
   */
  public final void setWrapped(int index, WrapperField field, double value) {
    int number = Arguments.number("field", field);
    use(() -> Native.optimizerWrapSet(raw(), index, number, value));
  }

  /**
   * Reads a field of a wrapper.
   *
   * @param index as {@link #wrap} gave it
   * @param field which one
   * @return its value
   * @throws DloptException (INVALID_ARGUMENT, UNKNOWN_HYPER)
   */
  public final double getWrapped(int index, WrapperField field) {
    int number = Arguments.number("field", field);
    return number(value -> Native.optimizerWrapGet(raw(), index, number, value));
  }

  /**
   * Adds gradients, times a weight, to those that the next step uses. The optimizer must have been wrapped so.
   *
   * @param weight 1e-30 .. 1e30: 1 for equal micro-batches, or a number of samples
   * @param grads one for each slot; only read
   * @return the sum of the weights so far
   * @throws DloptException (STATE, INVALID_ARGUMENT, SHAPE, DTYPE, OUT_OF_RANGE, UNSUPPORTED) and nothing is changed
   */
  public final double accumulate(double weight, Tensor... grads) {
    TensorList added = TensorList.of("grads", grads);
    double sum = number(total -> Native.optimizerAccumulate(raw(), added.block(), added.count(), weight, total));
    added.keep();
    return sum;
  }

  /**
   * Moves the parameters to where SAM takes the gradient of the next step, which puts them back to the bit. The optimizer must have been
   * wrapped so.
   *
   * @param params one for each slot, written in place
   * @param grads one for each slot; null: puts the parameters back without a step
   * @throws DloptException (STATE, NONFINITE, INVALID_ARGUMENT, SHAPE, DTYPE, UNSUPPORTED) and nothing is changed
   */
  public final void perturb(Tensor[] params, Tensor[] grads) {
    StepCall moved = new StepCall();
    use(() -> {
      moved.fill(params, grads);
      Native.optimizerPerturb(raw(), moved.params(), moved.grads(), moved.count());
    });
    moved.keep();
  }

  /** Runs a call that is alone with this and may add wrappers. */
  final void useWrapping(Runnable call) {
    use(() -> {
      averages = UNKNOWN;
      call.run();
    });
  }

  /** How many wrappers keep averages in buffers of the program. To be called in {@link #use}. */
  final int averages() {
    if (averages == UNKNOWN) averages = countAverages();
    return averages;
  }

  private int countAverages() {
    int count = 0;
    for (int index = 0;; index++) {
      Status status = updatedNowAndThen(index);
      if (status == Status.INVALID_ARGUMENT) return count; // past the last
      if (status == null) count++;
    }
  }

  /** Why a wrapper has no field EVERY, which those with averages alone have; null if it has. */
  private Status updatedNowAndThen(int index) {
    try {
      Native.optimizerWrapGet(raw(), index, WrapperField.EVERY.number(), new double[1]);
      return null;
    } catch (DloptException refused) {
      if (refused.status() == Status.INVALID_ARGUMENT || refused.status() == Status.UNKNOWN_HYPER) return refused.status();
      throw refused;
    }
  }
}
