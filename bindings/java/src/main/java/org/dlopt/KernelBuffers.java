package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/**
 * The buffers of one parameter, of F32 or F64, and how its gradients enter. All have as many elements as the parameter, and one of one
 * dimension may have a stride: it is a member of structures.
 */
public final class KernelBuffers {
  private static final int MAX_STATES = 8; // no rule keeps more
  private static final int ZERO_GRADS = 1;
  private static final int FLUSH_DENORMALS = 8;

  private final Struct buffers = Struct.of(SIZEOF_KERNEL_BUFFERS, Native::kernelBuffersInit);
  private final ByteBuffer pointers = ByteBuffer.allocateDirect(2 * MAX_STATES * Long.BYTES).order(ByteOrder.nativeOrder());
  private final List<Tensor> used = new ArrayList<>();
  private final DType dtype;
  private final long count;
  private int states;

  private KernelBuffers(Tensor param, Tensor grad) {
    dtype = Arguments.given("param", param).dtype();
    count = param.elements();
    long begin = Native.address(pointers);
    buffers.set(KERNEL_BUFFERS_N, count)
        .set(KERNEL_BUFFERS_STATES, begin)
        .set(KERNEL_BUFFERS_STATE_STRIDES, begin + MAX_STATES * Long.BYTES);
    buffers.set(KERNEL_BUFFERS_PARAM, fits("param", param)).set(KERNEL_BUFFERS_PARAM_STRIDE, stride("param", param));
    buffers.set(KERNEL_BUFFERS_DTYPE, dtype.number());
    buffers.set(KERNEL_BUFFERS_GRAD, fits("grad", grad)).set(KERNEL_BUFFERS_GRAD_STRIDE, stride("grad", grad));
    buffers.set(KERNEL_BUFFERS_GRAD_DTYPE, grad.dtype().number());
  }

  /**
   * Begins with a parameter and its gradient.
   *
   * @param param written in place
   * @param grad only read, unless it is zeroed
   * @return buffers without states
   */
  public static KernelBuffers of(Tensor param, Tensor grad) { return new KernelBuffers(param, grad); }

  /**
   * Adds the next state of the rule, in the order of {@link Kernel#states}.
   *
   * @param state of the parameter's type, written in place; {@link Tensor#none}: it is not kept
   * @return this
   */
  public KernelBuffers state(Tensor state) {
    if (states == MAX_STATES)
      throw new DloptException(Status.INVALID_ARGUMENT, "state: got more than " + MAX_STATES + ", which no rule has");
    String name = "state " + states;
    long address = fits(name, state);
    if (!state.isNone() && state.dtype() != dtype) {
      throw new DloptException(Status.DTYPE, name + ": got elements of " + state.dtype() + ", wanted " + dtype + " as param has");
    }
    pointers.putLong(states * Long.BYTES, address).putLong((MAX_STATES + states) * Long.BYTES, stride(name, state));
    writable(name, state);
    states++;
    buffers.set(KERNEL_BUFFERS_N_STATES, states);
    return this;
  }

  /**
   * Adds the next state, which has not seen a gradient yet though this is not the first step.
   *
   * @param state as of {@link #state}
   * @return this
   */
  public KernelBuffers freshState(Tensor state) {
    state(state);
    buffers.set(KERNEL_BUFFERS_FRESH, buffers.getInt(KERNEL_BUFFERS_FRESH) | 1 << states - 1);
    return this;
  }

  /**
   * Receives what would be added to the parameter, which then stays.
   *
   * @param delta of any gradient type
   * @return this
   */
  public KernelBuffers delta(Tensor delta) {
    buffers.set(KERNEL_BUFFERS_DELTA, fits("delta", delta)).set(KERNEL_BUFFERS_DELTA_STRIDE, stride("delta", delta));
    buffers.set(KERNEL_BUFFERS_DELTA_DTYPE, delta.dtype().number());
    writable("delta", delta);
    return this;
  }

  /**
   * Overwrites the gradient with zeros where it was used.
   *
   * @return this
   */
  public KernelBuffers zeroGrads() {
    writable("grad", used.get(1));
    return with(ZERO_GRADS);
  }

  /**
   * Takes denormal numbers for zeros.
   *
   * @return this
   */
  public KernelBuffers flushDenormals() { return with(FLUSH_DENORMALS); }

  /**
   * Multiplies gradients first: by 1 / loss scale, times the factor of clipping.
   *
   * @param factor -1e30 .. 1e30, default 1
   * @return this
   */
  public KernelBuffers gradFactor(double factor) {
    buffers.set(KERNEL_BUFFERS_GRAD_FACTOR, factor);
    return this;
  }

  /**
   * Then limits each element.
   *
   * @param limit 0 or more; default infinity: as the hyper-parameter says
   * @return this
   */
  public KernelBuffers clipValue(double limit) {
    buffers.set(KERNEL_BUFFERS_CLIP_VALUE, limit);
    return this;
  }

  /**
   * Sets the factors of learning rate and weight decay.
   *
   * @param lr 0 .. 1e6, default 1
   * @param decay 0 .. 1e6, default 1
   * @return this
   */
  public KernelBuffers scales(double lr, double decay) {
    buffers.set(KERNEL_BUFFERS_LR_SCALE, lr).set(KERNEL_BUFFERS_DECAY_SCALE, decay);
    return this;
  }

  /**
   * Sets the number of the parameter, with which the noise of rules that add some differs.
   *
   * @param slot default 0
   * @return this
   */
  public KernelBuffers slot(int slot) {
    buffers.set(KERNEL_BUFFERS_SLOT, slot);
    return this;
  }

  private KernelBuffers with(int flag) {
    buffers.set(KERNEL_BUFFERS_FLAGS, buffers.getInt(KERNEL_BUFFERS_FLAGS) | flag);
    return this;
  }

  /** The address of a buffer with as many elements as the parameter, or of none. */
  private long fits(String name, Tensor tensor) {
    if (!Arguments.given(name, tensor).isNone() && tensor.elements() != count) {
      throw new DloptException(Status.SHAPE, name + ": got " + tensor.elements() + " elements, wanted " + count + " as param has");
    }
    used.add(tensor);
    return tensor.address();
  }

  private static long stride(String name, Tensor tensor) {
    long[] strides = tensor.strides();
    if (strides == null) return 1;
    if (strides.length == 1) return strides[0];
    throw new DloptException(Status.UNSUPPORTED, name + ": got strides of " + strides.length + " dimensions, wanted one or none");
  }

  private static void writable(String name, Tensor tensor) {
    if (tensor.isReadOnly()) Buffers.writable(name, tensor.buffer());
  }

  long count() { return count; }

  ByteBuffer structure() {
    if (buffers.getLong(KERNEL_BUFFERS_DELTA) == 0) writable("param", used.get(0));
    return buffers.bytes();
  }

  /** To be called after the call that was given the structure. */
  void keep() { Reference.reachabilityFence(this); }
}
