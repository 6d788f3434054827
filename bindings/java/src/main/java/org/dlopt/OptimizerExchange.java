package org.dlopt;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dlopt.internal.Native;
import org.dlopt.internal.Resource;

/**
 * States and counts of an {@link Optimizer} handed over and taken, by name: to go on where another library stopped, and back. Names and
 * meanings are PyTorch's under the preset "torch".
 *
 * <p>Buffers of as many elements as a state are taken in its shape; tensors must have it.
 */
public abstract sealed class OptimizerExchange extends OptimizerState permits OptimizerWrappers {
  private static final int NONFINITE = 1;

  OptimizerExchange(Object needed, long address, Resource.Destroy destroy) { super(needed, address, destroy); }

  /**
   * Copies a state into a buffer, decoded.
   *
   * @param slot which parameter; {@link #ALL_SLOTS}: of a number that all share
   * @param name such as "exp_avg"
   * @param to of the state's shape; F64, F32, F16 or BF16, to which each value is rounded; for bits, as "row_age", the type that they have
   * @throws DloptException (INVALID_ARGUMENT, which lists the names; STATE, SHAPE, DTYPE, UNSUPPORTED) and nothing is written
   */
  public final void copyState(int slot, String name, Tensor to) {
    TensorList written = new TensorList("to").fillWritten(new Tensor[] {to});
    withState(name, written, state -> Native.optimizerStateGet(raw(), slot, name, state));
  }

  /**
   * As {@link #copyState(int, String, Tensor)}, from position to limit.
   *
   * @param slot which parameter
   * @param name such as "exp_avg"
   * @param to as many elements as the state has
   */
  public final void copyState(int slot, String name, FloatBuffer to) { copyState(slot, name, shaped(slot, name, Tensor.of(to))); }

  /**
   * As {@link #copyState(int, String, Tensor)}, from position to limit.
   *
   * @param slot which parameter
   * @param name such as "exp_avg"
   * @param to as many elements as the state has
   */
  public final void copyState(int slot, String name, DoubleBuffer to) { copyState(slot, name, shaped(slot, name, Tensor.of(to))); }

  /**
   * Sets a state. It has then seen a gradient: what a rule does at the first one is over for it.
   *
   * @param slot as of {@link #copyState}
   * @param name such as "exp_avg"; states of wrappers cannot be set
   * @param from only read, as of {@link #copyState}; values are rounded, or encoded, as the state is kept. They are finite, and those of
   *     second moments not negative
   * @throws DloptException (OUT_OF_RANGE, which names the element; as {@link #copyState}) and nothing is changed
   */
  public final void setState(int slot, String name, Tensor from) { setState(slot, name, from, 0); }

  /**
   * As {@link #setState(int, String, Tensor)}, from position to limit.
   *
   * @param slot which parameter
   * @param name such as "exp_avg"
   * @param from as many elements as the state has
   */
  public final void setState(int slot, String name, FloatBuffer from) { setState(slot, name, shaped(slot, name, Tensor.of(from))); }

  /**
   * As {@link #setState(int, String, Tensor)}, from position to limit.
   *
   * @param slot which parameter
   * @param name such as "exp_avg"
   * @param from as many elements as the state has
   */
  public final void setState(int slot, String name, DoubleBuffer from) { setState(slot, name, shaped(slot, name, Tensor.of(from))); }

  /**
   * Sets a state whose values need not be finite, as after a run that diverged.
   *
   * @param slot as of {@link #copyState}
   * @param name such as "exp_avg"
   * @param from as of {@link #setState(int, String, Tensor)}
   * @throws DloptException as {@link #setState(int, String, Tensor)}
   */
  public final void setStateNonfinite(int slot, String name, Tensor from) { setState(slot, name, from, NONFINITE); }

  private void setState(int slot, String name, Tensor from, int flags) {
    withState(name, TensorList.of("from", from), state -> Native.optimizerStateSet(raw(), slot, name, state, flags));
  }

  /**
   * Makes a state what it is before the first gradient.
   *
   * @param slot as of {@link #copyState}
   * @param name such as "exp_avg"
   * @throws DloptException as {@link #setState(int, String, Tensor)}
   */
  public final void forgetState(int slot, String name) {
    Arguments.given("name", name);
    use(() -> Native.optimizerStateSet(raw(), slot, name, null, 0));
  }

  /**
   * Tells whether a state has seen a gradient, or was set: PyTorch has none before.
   *
   * @param slot as of {@link #copyState}
   * @param name such as "exp_avg"
   * @return whether it has
   * @throws DloptException (INVALID_ARGUMENT, STATE)
   */
  public final boolean hasStarted(int slot, String name) {
    int[] started = new int[1];
    Arguments.given("name", name);
    use(() -> Native.optimizerStateStarted(raw(), slot, name, started));
    return started[0] != 0;
  }

  /**
   * Tells how many steps were applied to one parameter, which bias corrections go by.
   *
   * @param slot which one; {@link #ALL_SLOTS}: to the optimizer, as {@link Optimizer#steps()}
   * @return how many
   * @throws DloptException (INVALID_ARGUMENT, STATE)
   */
  public final long steps(int slot) {
    long[] steps = new long[1];
    use(() -> Native.optimizerStepsGet(raw(), slot, steps));
    return steps[0];
  }

  /**
   * Sets how many steps were applied to one parameter. States stay.
   *
   * @param slot which one; {@link #ALL_SLOTS}: to the optimizer, which schedules go by
   * @param steps 0 .. 2^62
   * @throws DloptException (OUT_OF_RANGE, INVALID_ARGUMENT, STATE) and nothing is changed
   */
  public final void setSteps(int slot, long steps) { use(() -> Native.optimizerStepsSet(raw(), slot, steps)); }

  /** What is done with the one tensor of a list. */
  private interface Call {
    void call(ByteBuffer tensor);
  }

  private void withState(String name, TensorList list, Call call) {
    Arguments.given("name", name);
    use(() -> call.call(list.block()));
    list.keep();
  }

  /** A flat tensor in the shape of a state of as many elements; of another number, which C refuses, as it is. */
  private Tensor shaped(int slot, String name, Tensor flat) {
    long[][] shape = new long[1][];
    Arguments.given("name", name);
    use(() -> shape[0] = State.shape(raw(), slot, name));
    return Extent.of(shape[0], null) == flat.elements() ? flat.shaped(shape[0]) : flat;
  }
}
