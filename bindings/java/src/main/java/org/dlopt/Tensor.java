package org.dlopt;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * A buffer of the program and its shape. It never changes: its elements are those from the buffer's position to its limit when it was made,
 * and calls read and write them where they are. Buffers must be direct and in native order; calls with the same tensors again and again
 * look at them once.
 *
 * <p>No dimensions: one element. Strides are in elements, and may leave gaps of one size, as between members of structures or columns of a
 * wider matrix.
 */
public final class Tensor {
  private static final Tensor NONE = new Tensor(null, 0, DType.F32, new long[0], null);

  /** Keeps the memory alive; null where it is the program's to do so. */
  private final Buffer buffer;

  private final long address;
  private final DType dtype;
  private final long[] shape;
  private final long[] strides;

  private Tensor(Buffer buffer, long address, DType dtype, long[] shape, long[] strides) {
    this.buffer = buffer;
    this.address = address;
    this.dtype = dtype;
    this.shape = shape.clone();
    this.strides = strides == null ? null : strides.clone();
  }

  /**
   * Describes a buffer of one dimension.
   *
   * @param buffer its elements
   * @return F32
   */
  public static Tensor of(FloatBuffer buffer) { return of(buffer, Arguments.given("buffer", buffer).remaining()); }

  /**
   * Describes a buffer in row-major order.
   *
   * @param buffer its elements
   * @param shape sizes whose product is their number
   * @return F32
   */
  public static Tensor of(FloatBuffer buffer, long... shape) { return whole(buffer, DType.F32, shape); }

  /**
   * Describes a buffer of one dimension.
   *
   * @param buffer its elements
   * @return F64
   */
  public static Tensor of(DoubleBuffer buffer) { return of(buffer, Arguments.given("buffer", buffer).remaining()); }

  /**
   * Describes a buffer in row-major order.
   *
   * @param buffer its elements
   * @param shape sizes whose product is their number
   * @return F64
   */
  public static Tensor of(DoubleBuffer buffer, long... shape) { return whole(buffer, DType.F64, shape); }

  /**
   * Describes a buffer in row-major order.
   *
   * @param buffer the bits of its elements
   * @param dtype BF16 or F16
   * @param shape sizes whose product is their number
   * @return BF16 or F16
   */
  public static Tensor of(ShortBuffer buffer, DType dtype, long... shape) { return whole(buffer, dtype, shape); }

  /**
   * Describes a buffer in row-major order.
   *
   * @param buffer the bytes of its elements, at any address
   * @param dtype their type
   * @param shape sizes whose product is their number
   * @return of that type
   */
  public static Tensor of(ByteBuffer buffer, DType dtype, long... shape) { return whole(buffer, dtype, shape); }

  /**
   * Describes a buffer with strides.
   *
   * @param buffer a FloatBuffer, a DoubleBuffer, a ShortBuffer of BF16 or F16, or a ByteBuffer of any type; all elements lie in it
   * @param dtype the type of its elements
   * @param shape sizes
   * @param strides one for each dimension
   * @return of that type
   */
  public static Tensor strided(Buffer buffer, DType dtype, long[] shape, long[] strides) {
    Arguments.given("strides", strides);
    Extent.fits(shape, strides, bytes(buffer, dtype) / Buffers.size(dtype));
    return new Tensor(buffer, Buffers.address("buffer", buffer, Buffers.size(dtype)), dtype, shape, strides);
  }

  /**
   * Describes memory that no buffer of Java can: outside the heap, or of 2 GiB and more. That it is there, and stays as long as calls use
   * it, nobody checks.
   *
   * @param address of the first element, such as that of a MemorySegment; it may be odd
   * @param dtype the type of its elements
   * @param shape sizes
   * @return of that type
   */
  public static Tensor ofAddress(long address, DType dtype, long... shape) { return ofAddress(address, dtype, shape, null); }

  /**
   * Describes such memory with strides.
   *
   * @param address of the first element
   * @param dtype the type of its elements
   * @param shape sizes
   * @param strides one for each dimension; null: none
   * @return of that type
   */
  public static Tensor ofAddress(long address, DType dtype, long[] shape, long[] strides) {
    Arguments.given("dtype", dtype);
    Extent.of(shape, strides);
    if (address == 0)
      throw new DloptException(Status.INVALID_ARGUMENT, "address: got 0, wanted that of an element; no buffer is Tensor.none()");
    return new Tensor(null, address, dtype, shape, strides);
  }

  /**
   * Says that there is no buffer: of a parameter that has no gradient this time, or was removed.
   *
   * @return always the same
   */
  public static Tensor none() { return NONE; }

  private static Tensor whole(Buffer buffer, DType dtype, long[] shape) {
    long room = bytes(buffer, dtype);
    if (room % Buffers.size(dtype) != 0 || Extent.of(shape, null) != room / Buffers.size(dtype)) {
      String got = Arrays.toString(shape) + " for " + room + " bytes of " + dtype;
      throw new DloptException(Status.SHAPE, "shape: got " + got + ", wanted as many elements");
    }
    return new Tensor(buffer, Buffers.address("buffer", buffer, Buffers.size(dtype)), dtype, shape, null);
  }

  /** The bytes of a buffer whose elements are of a type, or that has bytes alone. */
  private static long bytes(Buffer buffer, DType dtype) {
    Arguments.given("dtype", dtype);
    long count = Arguments.given("buffer", buffer).remaining();
    if (buffer instanceof ByteBuffer) return count;
    boolean fits = buffer instanceof FloatBuffer && dtype == DType.F32 || buffer instanceof DoubleBuffer && dtype == DType.F64 ||
                   buffer instanceof ShortBuffer && Buffers.size(dtype) == Short.BYTES;
    if (fits) return count * Buffers.size(dtype);
    throw new DloptException(Status.DTYPE,
                             "dtype: got " + dtype + " for " + buffer.getClass().getSimpleName() + ", wanted that of its elements");
  }

  /**
   * Makes room for numbers, in native order.
   *
   * @param count how many
   * @return zeros
   */
  public static FloatBuffer floats(int count) { return bytes(count, Float.BYTES).asFloatBuffer(); }

  /**
   * Makes room for numbers, in native order.
   *
   * @param count how many
   * @return zeros
   */
  public static DoubleBuffer doubles(int count) { return bytes(count, Double.BYTES).asDoubleBuffer(); }

  /**
   * Makes room for numbers of 16 bits, in native order.
   *
   * @param count how many
   * @return zeros, of BF16 and F16
   */
  public static ShortBuffer shorts(int count) { return bytes(count, Short.BYTES).asShortBuffer(); }

  private static ByteBuffer bytes(int count, int size) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, size)).order(ByteOrder.nativeOrder());
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
   * Tells its strides.
   *
   * @return a copy; null where there are none
   */
  public long[] strides() { return strides == null ? null : strides.clone(); }

  /** The same elements, without gaps, in another shape. */
  Tensor shaped(long[] as) { return new Tensor(buffer, address, dtype, as, null); }

  long address() { return address; }

  Buffer buffer() { return buffer; }

  boolean isNone() { return this == NONE; }

  boolean isReadOnly() { return buffer != null && buffer.isReadOnly(); }

  /** How many rows there are: all that one index of the first dimension leads to is one. */
  long rows() { return shape.length == 0 ? 1 : shape[0]; }

  int ndim() { return shape.length; }

  /** Shape and strides, one after the other. */
  void putDimensions(ByteBuffer to) {
    for (long size : shape) to.putLong(size);
    for (int i = 0; strides != null && i < strides.length; i++) to.putLong(strides[i]);
  }

  long elements() { return isNone() ? 0 : Extent.of(shape, null); }

  @Override
  public String toString() {
    return isNone() ? "Tensor.none()" : dtype + Arrays.toString(shape);
  }
}
