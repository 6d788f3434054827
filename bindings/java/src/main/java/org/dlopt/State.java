package org.dlopt;

import static org.dlopt.internal.NativeConstants.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.dlopt.internal.Native;
import org.dlopt.internal.Struct;

/** A copy of one state array of an optimizer, such as "exp_avg". {@link Optimizer#restoreState} brings it back, changed or not. */
public final class State {
  private final DType dtype;
  private final long[] shape;
  private final ByteBuffer bytes;

  private State(DType dtype, long[] shape, ByteBuffer bytes) {
    this.dtype = dtype;
    this.shape = shape;
    this.bytes = bytes;
  }

  /** Copies an array while nothing else uses its optimizer. */
  static State copy(long optimizer, int slot, String name) {
    State there = view(optimizer, slot, name);
    ByteBuffer copy = ByteBuffer.allocateDirect(there.bytes.capacity()).order(ByteOrder.nativeOrder());
    return new State(there.dtype, there.shape, copy.put(there.bytes).flip());
  }

  /** Writes it over an array of the same type and shape. */
  void write(long optimizer, int slot, String name) {
    State there = view(optimizer, slot, name);
    if (there.dtype != dtype || !Arrays.equals(there.shape, shape)) {
      Status status = there.dtype != dtype ? Status.DTYPE : Status.SHAPE;
      throw new DloptException(status, "state: got " + this + ", wanted " + there + " as " + name + " is");
    }
    there.bytes.put(bytes.duplicate().clear());
  }

  /** The array itself: gone with the optimizer, so that nobody outside gets it. */
  private static State view(long optimizer, int slot, String name) {
    Struct tensor = tensor(optimizer, slot, name);
    DType dtype = DType.of(tensor.getInt(TENSOR_DTYPE));
    long[] shape = Extent.read(tensor.getLong(TENSOR_SHAPE), tensor.getInt(TENSOR_NDIM));
    long size = Extent.of(shape, null) * Buffers.size(dtype);
    if (size > Integer.MAX_VALUE) {
      throw new DloptException(Status.UNSUPPORTED,
                               name + ": got a state of " + size + " bytes, wanted fewer than 2^31, which a buffer of Java can hold");
    }
    return new State(dtype, shape, size == 0 ? ByteBuffer.allocateDirect(0) : Native.view(tensor.getLong(TENSOR_DATA), size));
  }

  /** The shape of an array, while nothing else uses its optimizer. */
  static long[] shape(long optimizer, int slot, String name) {
    Struct tensor = tensor(optimizer, slot, name);
    return Extent.read(tensor.getLong(TENSOR_SHAPE), tensor.getInt(TENSOR_NDIM));
  }

  private static Struct tensor(long optimizer, int slot, String name) {
    Struct tensor = new Struct(SIZEOF_TENSOR);
    Native.optimizerState(optimizer, slot, name, tensor.bytes());
    return tensor;
  }

  /**
   * Tells the type of its elements.
   *
   * @return the type
   */
  public DType dtype() { return dtype; }

  /**
   * Tells its dimensions.
   *
   * @return a copy
   */
  public long[] shape() { return shape.clone(); }

  /**
   * Gives the elements of a state of any type.
   *
   * @return those of this copy, to be read and written, in native order
   */
  public ByteBuffer bytes() { return bytes.duplicate().clear().order(ByteOrder.nativeOrder()); }

  /**
   * Gives the elements of a state of F32.
   *
   * @return those of this copy, to be read and written
   * @throws DloptException (DTYPE) where they are of another type
   */
  public FloatBuffer floats() { return of(DType.F32).asFloatBuffer(); }

  /**
   * Gives the elements of a state of F64.
   *
   * @return those of this copy, to be read and written
   * @throws DloptException (DTYPE) where they are of another type
   */
  public DoubleBuffer doubles() { return of(DType.F64).asDoubleBuffer(); }

  private ByteBuffer of(DType wanted) {
    if (dtype != wanted) throw new DloptException(Status.DTYPE, "state: got elements of " + dtype + ", wanted " + wanted);
    return bytes();
  }

  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }
}
