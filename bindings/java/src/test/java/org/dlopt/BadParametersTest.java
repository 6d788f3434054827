package org.dlopt;

import static org.dlopt.Status.DTYPE;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.OUT_OF_MEMORY;
import static org.dlopt.Status.OUT_OF_RANGE;
import static org.dlopt.Status.SHAPE;
import static org.dlopt.Status.STATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import org.dlopt.rules.AdamW;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Parameters that must be refused; numbers are those of the requirements. */
final class BadParametersTest {
  private final Subject s = new Subject();

  @AfterEach
  void close() {
    s.close();
  }

  @Test void shapes() { // 29, 30, 31, 32
    s.refuses(INVALID_ARGUMENT, "ndim", () -> s.opt.add(Param.of(new long[65])));
    s.refuses(SHAPE, "shape", () -> s.opt.add(Param.of(3, -1)));
    s.refuses(SHAPE, "shape", () -> s.opt.add(Param.of(1L << 32, 1L << 32)));
    s.refuses(SHAPE, "shape", () -> s.opt.add(Param.of(1L << 62, 4)));
    s.refuses(OUT_OF_MEMORY, "", () -> s.opt.add(Param.of(1L << 61)));
    s.refuses(INVALID_ARGUMENT, "shape", () -> s.opt.add(Param.of((long[])null)));
    s.refuses(INVALID_ARGUMENT, "param", () -> s.opt.add(null));
  }

  @Test void typesAndNames() { // 35, 37
    s.refuses(DTYPE, "dtype", () -> s.opt.add(Param.of(1).dtype(DType.I8)));
    s.refuses(INVALID_ARGUMENT, "full", () -> s.opt.add(Param.of(1).master(Master.FULL)));
    for (String bad : new String[] {"", "matrix", "param_2\n", "__metadata__", "a\0b", "x".repeat(1 << 16), "half of a pair: \ud800"}) {
      s.refuses(INVALID_ARGUMENT, "name", () -> s.opt.add(Param.of(1).name(bad)));
    }
    s.refuses(OUT_OF_RANGE, "lr_scale", () -> s.opt.add(Param.of(1).lrScale(Double.NaN)));
    s.refuses(INVALID_ARGUMENT, "group", () -> s.opt.add(Param.of(1).group(new Group(1))));
  }

  @Test void slots() { // 42, 71
    for (int bad : new int[] {-1, 2, Integer.MAX_VALUE}) {
      s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.remove(bad));
      s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.freeze(bad, true));
      s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.scale(bad, 1, 1));
      s.refuses(INVALID_ARGUMENT, "slot", () -> Monitor.stats(s.opt, bad, Tensor.none(), Tensor.none()));
    }
    s.refuses(OUT_OF_RANGE, "lr_scale", () -> s.opt.scale(0, -1, 1));
    s.refuses(OUT_OF_RANGE, "lower", () -> s.opt.project(0, 1, 0, 0));
    s.refuses(SHAPE, "lr_scales", () -> s.opt.scaleElements(0, Tensor.of(Tensor.floats(4)), null));
    s.opt.remove(0);
    Tensor[] left = {Tensor.none(), s.params[1]};
    Expect.refused(STATE, "slot", () -> s.opt.remove(0));
    s.opt.freeze(1, true);
    s.opt.remove(1);
    Expect.refused(INVALID_ARGUMENT, "count", () -> s.opt.step(new Tensor[] {left[1]}, new Tensor[] {s.grads[1]}));
  }

  @Test void nothingIsAParameter() { // 33, 34, 40
    try (Optimizer opt = AdamW.builder().build()) {
      opt.add(Param.of(0));
      opt.add(Param.of(3, 0, 5));
      opt.add(Param.of());
      Tensor none = Tensor.of(Tensor.floats(0));
      Tensor flat = Tensor.of(Tensor.floats(0), 3, 0, 5);
      Tensor one = Tensor.of(Tensor.floats(1), new long[0]);
      opt.step(new Tensor[] {none, flat, one}, new Tensor[] {none, flat, Tensor.of(Tensor.floats(1), new long[0])});
      assertEquals(1, opt.steps());
    }
    s.opt.editRows(new long[0], 0);
    s.opt.editRows(new long[] {-1, -1}, 0); // two new rows
    FloatBuffer two = Tensor.floats(6);
    s.opt.step(new Tensor[] {Tensor.of(two, 2, 3), s.params[1]}, new Tensor[] {Tensor.of(Tensor.floats(6), 2, 3), s.grads[1]});
    assertEquals(4, s.opt.steps());
    Expect.refused(SHAPE, "params[0]", () -> s.opt.step(s.params, s.grads)); // 41
  }
}
