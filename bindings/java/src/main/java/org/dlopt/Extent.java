package org.dlopt;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.dlopt.internal.Native;

/** How many elements shapes stand for, and how far strides lead. */
final class Extent {
  private Extent() {}

  /** A shape that lies in memory of C. */
  static long[] read(long address, int ndim) {
    long[] shape = new long[ndim];
    if (ndim > 0) Native.view(address, ndim * (long)Long.BYTES).order(ByteOrder.nativeOrder()).asLongBuffer().get(shape);
    return shape;
  }

  /** The number of elements. Strides, where there are such, are as many as sizes. */
  static long of(long[] shape, long[] strides) {
    Arguments.given("shape", shape);
    if (strides != null) Arguments.sameCount("strides", strides.length, shape.length);
    boolean empty = false;
    for (long size : shape) {
      if (size < 0) throw shape(shape, "sizes of 0 and more");
      empty |= size == 0;
    }
    try {
      return empty ? 0 : Arrays.stream(shape).reduce(1, Math::multiplyExact);
    } catch (ArithmeticException overflow) {
      throw shape(shape, "fewer than 2^63 elements");
    }
  }

  /** Refuses strides that lead beyond a buffer. Those that are no layout at all C refuses. */
  static void fits(long[] shape, long[] strides, long room) {
    if (of(shape, strides) == 0) return;
    try {
      long last = 0;
      for (int i = 0; i < shape.length; i++) last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, Math.max(strides[i], 0)));
      if (last < room) return;
    } catch (ArithmeticException overflow) { // far beyond it
    }
    String got = Arrays.toString(strides) + " for shape " + Arrays.toString(shape);
    throw new DloptException(Status.SHAPE, "strides: got " + got + ", wanted such that stay among " + room + " elements");
  }

  private static DloptException shape(long[] shape, String wanted) {
    return new DloptException(Status.SHAPE, "shape: got " + Arrays.toString(shape) + ", wanted " + wanted);
  }
}
