package org.dlopt;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.dlopt.internal.Native;

/** What C is told of buffers, and what it cannot see of them. */
final class Buffers {
  private Buffers() {}

  /** Where the elements from the position on lie. */
  static long address(String name, Buffer buffer, int elementSize) {
    if (!Arguments.given(name, buffer).isDirect()) throw refused(name, "on the heap", "a direct one, as of ByteBuffer.allocateDirect");
    if (elementSize > 1 && order(buffer) != ByteOrder.nativeOrder()) {
      throw refused(name, order(buffer).toString(), ByteOrder.nativeOrder() + ", which a new ByteBuffer must be told");
    }
    return Native.address(buffer) + (long)buffer.position() * (buffer instanceof ByteBuffer ? 1 : elementSize);
  }

  static void writable(String name, Buffer buffer) {
    if (buffer.isReadOnly()) throw refused(name, "read-only", "one that can be written");
  }

  private static ByteOrder order(Buffer buffer) {
    if (buffer instanceof FloatBuffer floats) return floats.order();
    if (buffer instanceof DoubleBuffer doubles) return doubles.order();
    if (buffer instanceof ShortBuffer shorts) return shorts.order();
    if (buffer instanceof LongBuffer longs) return longs.order();
    return ((ByteBuffer)buffer).order();
  }

  private static DloptException refused(String name, String got, String wanted) {
    return new DloptException(Status.INVALID_ARGUMENT, name + ": got a buffer that is " + got + ", wanted " + wanted);
  }

  /** Bytes of an element. */
  static int size(DType dtype) {
    return switch (dtype) {
      case F64 -> 8;
      case F32, I32 -> 4;
      case F16, BF16, I16 -> 2;
      case I8, U8 -> 1;
    };
  }
}
