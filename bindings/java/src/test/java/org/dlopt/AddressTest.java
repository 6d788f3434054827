package org.dlopt;

import static org.dlopt.Expect.list;
import static org.dlopt.Expect.subtracting;
import static org.dlopt.Expect.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import org.dlopt.internal.Native;
import org.junit.jupiter.api.Test;

/** Memory outside the heap that no buffer of Java can hold: more than 2 GiB, of which a step touches the last row. */
final class AddressTest {
  private static final long ROWS = 1L << 29;

  private static Object unsafe(String method, Class<?>[] types, Object... arguments) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field only = type.getDeclaredField("theUnsafe");
    only.setAccessible(true);
    return type.getMethod(method, types).invoke(only.get(null), arguments);
  }

  @Test
  void moreThanTwoGibibytes() throws ReflectiveOperationException {
    long memory = (long)unsafe("allocateMemory", new Class<?>[] {long.class}, 8 * ROWS);
    long last = memory + 8 * (ROWS - 1);
    try (Optimizer opt = subtracting()) {
      unsafe("putFloat", new Class<?>[] {long.class, float.class}, last, 3f);
      unsafe("putFloat", new Class<?>[] {long.class, float.class}, last + 4, 4f);
      opt.add(Param.of(ROWS, 2));
      Tensor grad = Tensor.of(Expect.floats(1, 2), 1, 2);
      opt.step(list(Tensor.ofAddress(memory, DType.F32, ROWS, 2)), list(grad), Step.options().rows(Rows.compact(ROWS - 1)));
      assertEquals(2f, unsafe("getFloat", new Class<?>[] {long.class}, last));
      assertEquals(2f, unsafe("getFloat", new Class<?>[] {long.class}, last + 4));
    } finally {
      unsafe("freeMemory", new Class<?>[] {long.class}, memory);
    }
  }

  @Test
  void addressesOfBuffers() {
    var w = Expect.floats(1, 2, 3);
    Tensor there = Tensor.ofAddress(Native.address(w) + 4, DType.F32, 2);
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      opt.step(list(there), list(tensor(5, 5)));
    }
    Expect.holds(w, 1, -3, -2);
  }
}
