package org.dlopt;

import static org.dlopt.Expect.floats;
import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.dlopt.Expect.tensor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Test;

/** Which buffers calls take, and which elements of them they work on. */
final class TensorTest {
  private static final ByteOrder FOREIGN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

  private static FloatBuffer foreign(int count) { return ByteBuffer.allocateDirect(4 * count).order(FOREIGN).asFloatBuffer(); }

  @Test
  void buffersOnTheHeap() {
    FloatBuffer heap = FloatBuffer.allocate(2);
    FloatBuffer direct = Tensor.floats(2);
    try (Optimizer opt = subtracting()) {
      refused(Status.INVALID_ARGUMENT, "param: got a buffer that is on the heap", () -> opt.step(heap, direct));
      refused(Status.INVALID_ARGUMENT, "grad: got a buffer that is on the heap", () -> opt.step(direct, heap));
      assertEquals(0, opt.paramCount());
    }
    refused(Status.INVALID_ARGUMENT, "buffer: got a buffer that is on the heap", () -> Tensor.of(heap, 2));
    refused(Status.INVALID_ARGUMENT, "on the heap", () -> Tensor.of(ByteBuffer.allocate(8), DType.F32, 2));
  }

  @Test
  void buffersInAForeignOrder() {
    FloatBuffer direct = Tensor.floats(2);
    try (Optimizer opt = subtracting()) {
      refused(Status.INVALID_ARGUMENT, "param: got a buffer that is " + FOREIGN, () -> opt.step(foreign(2), direct));
      refused(Status.INVALID_ARGUMENT, "wanted " + ByteOrder.nativeOrder(), () -> opt.step(direct, foreign(2)));
      DoubleBuffer doubles = ByteBuffer.allocateDirect(16).order(FOREIGN).asDoubleBuffer();
      refused(Status.INVALID_ARGUMENT, FOREIGN.toString(), () -> opt.step(doubles, Tensor.doubles(2)));
    }
    refused(Status.INVALID_ARGUMENT, FOREIGN.toString(), () -> Tensor.of(foreign(2), 2));
    refused(Status.INVALID_ARGUMENT, FOREIGN.toString(), () -> Tensor.of(ByteBuffer.allocateDirect(8).order(FOREIGN), DType.F32, 2));
    ShortBuffer shorts = ByteBuffer.allocateDirect(4).order(FOREIGN).asShortBuffer();
    refused(Status.INVALID_ARGUMENT, FOREIGN.toString(), () -> Tensor.of(shorts, DType.BF16, 2));
    assertEquals("U8[8]", Tensor.of(ByteBuffer.allocateDirect(8).order(FOREIGN), DType.U8, 8).toString()); // bytes have no order
  }

  @Test
  void readOnlyBuffers() {
    FloatBuffer one = floats(1, 2);
    FloatBuffer two = floats(3, 4);
    try (Optimizer opt = subtracting()) {
      refused(Status.INVALID_ARGUMENT, "param: got a buffer that is read-only", () -> opt.step(one.asReadOnlyBuffer(), two));
      opt.step(one, two.asReadOnlyBuffer());
      holds(one, -2, -2);
      Tensor[] params = list(Tensor.of(one));
      Tensor[] grads = list(Tensor.of(two.asReadOnlyBuffer()));
      refused(Status.INVALID_ARGUMENT, "params[0]: got a buffer that is read-only", () -> opt.step(grads, params));
      refused(Status.INVALID_ARGUMENT, "grads[0]: got a buffer that is read-only",
              () -> opt.step(params, grads, Step.options().zeroGrads()));
      refused(Status.INVALID_ARGUMENT, "deltas[0]", () -> opt.step(params, list(Tensor.of(two)), Step.options().deltas(grads)));
      opt.step(params, grads);
      assertEquals(2, opt.steps());
      holds(one, -5, -6);
    }
  }

  @Test
  void positionsLimitsAndSlices() {
    FloatBuffer w = floats(1, 2, 3, 4, 5, 6);
    FloatBuffer g = floats(9, 9, 1, 1, 9, 9);
    try (Optimizer opt = subtracting()) {
      opt.step(w.position(2).limit(4), g.position(2).limit(4));
      holds(w.clear(), 1, 2, 2, 3, 5, 6);
      opt.step(w.position(4), g.clear().position(2).limit(4)); // the same buffer from another position on
      holds(w.clear(), 1, 2, 2, 3, 4, 5);
      opt.step(w.slice(0, 2).slice(0, 2), g.slice().slice());
      holds(w.clear(), 0, 1, 2, 3, 4, 5);
      Tensor part = Tensor.of(w.position(1).limit(3), 2);
      w.clear().position(5); // what a tensor stands for stays
      opt.step(list(part), list(Tensor.of(g.clear().slice(2, 2))));
      holds(w.clear(), 0, 0, 1, 3, 4, 5);
    }
  }

  @Test
  void bytesAtOddAddresses() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(9).order(ByteOrder.nativeOrder());
    bytes.putFloat(1, 5).putFloat(5, 7);
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      opt.step(list(Tensor.of(bytes.position(1), DType.F32, 2)), list(tensor(1, 2)));
    }
    assertEquals(4, bytes.getFloat(1));
    assertEquals(5, bytes.getFloat(5));
  }

  @Test
  void shapesAndTypesThatDoNotFit() {
    refused(Status.SHAPE, "shape: got [2, 3] for 20 bytes of F32", () -> Tensor.of(Tensor.floats(5), 2, 3));
    refused(Status.SHAPE, "shape: got [-1]", () -> Tensor.of(Tensor.floats(1), -1));
    refused(Status.SHAPE, "fewer than 2^63", () -> Tensor.ofAddress(8, DType.F32, 1L << 40, 1L << 40));
    refused(Status.SHAPE, "shape: got [1] for 7 bytes",
            () -> Tensor.of(ByteBuffer.allocateDirect(7).order(ByteOrder.nativeOrder()), DType.F32, 1));
    refused(Status.DTYPE, "dtype: got F32 for ", () -> Tensor.of(Tensor.shorts(2), DType.F32, 2));
    refused(Status.INVALID_ARGUMENT, "address: got 0", () -> Tensor.ofAddress(0, DType.F32, 1));
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2, 2));
      Tensor good = Tensor.of(Tensor.floats(4), 2, 2);
      refused(Status.SHAPE, "params[0]", () -> opt.step(list(tensor(1, 2, 3, 4)), list(good)));
      refused(Status.DTYPE, "params[0]", () -> opt.step(list(Tensor.of(Tensor.doubles(4), 2, 2)), list(good)));
      refused(Status.INVALID_ARGUMENT, "grads: got 2, wanted 1", () -> opt.step(list(good), list(good, good)));
      refused(Status.INVALID_ARGUMENT, "grads[0]: got null", () -> opt.step(list(good), list((Tensor)null)));
      refused(Status.SHAPE, "grad: got 3 elements, wanted 4", () -> opt.step(Tensor.floats(4), Tensor.floats(3)));
      refused(Status.DTYPE, "", () -> opt.step(Tensor.doubles(4), Tensor.doubles(4)));
      assertEquals(0, opt.steps());
    }
  }

  @Test
  void halvesAndScalars() {
    ShortBuffer w = Tensor.shorts(1).put(0, (short)0x3f80); // 1 in BF16
    ShortBuffer g = Tensor.shorts(1).put(0, (short)0x3800); // 0.5 in F16
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of().dtype(DType.BF16));
      opt.step(list(Tensor.of(w, DType.BF16)), list(Tensor.of(g, DType.F16)));
    }
    assertEquals((short)0x3f00, w.get(0));
  }

  @Test
  void strides() {
    FloatBuffer members = floats(1, -1, 2, -2, 3, -3);
    Tensor first = Tensor.strided(members, DType.F32, new long[] {3}, new long[] {2});
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(3));
      opt.step(list(first), list(tensor(1, 1, 1)));
    }
    holds(members, 0, -1, 1, -2, 2, -3);
    assertArrayEquals(new long[] {2}, first.strides());
    assertNull(tensor(1).strides());
    refused(Status.SHAPE, "strides: got [3] for shape [3]", () -> Tensor.strided(members, DType.F32, new long[] {3}, new long[] {3}));
    refused(Status.SHAPE, "strides", () -> Tensor.strided(members, DType.F32, new long[] {3}, new long[] {Long.MAX_VALUE}));
    refused(Status.INVALID_ARGUMENT, "strides: got 2, wanted 1",
            () -> Tensor.strided(members, DType.F32, new long[] {3}, new long[] {2, 1}));
  }

  @Test
  void emptyBuffers() {
    try (Optimizer opt = subtracting()) {
      opt.step(Tensor.floats(0), Tensor.floats(0));
      assertEquals(0, opt.steps());
      opt.add(Param.of(0, 3));
      opt.step(list(Tensor.of(Tensor.floats(0), 0, 3)), list(Tensor.of(Tensor.floats(0), 0, 3)));
      assertEquals(1, opt.steps());
    }
    Tensor.of(Tensor.floats(0), 1L << 40, 1L << 40, 0); // as many elements as any other empty one
  }

  @Test
  void shapesAreCopied() {
    long[] shape = {2, 3};
    Tensor made = Tensor.of(Tensor.floats(6), shape);
    shape[0] = 7;
    made.shape()[1] = 7;
    assertArrayEquals(new long[] {2, 3}, made.shape());
    long[] strides = {3, 1};
    Tensor strided = Tensor.strided(Tensor.floats(6), DType.F32, new long[] {2, 3}, strides);
    strides[0] = 9;
    assertArrayEquals(new long[] {3, 1}, strided.strides());
  }
}
