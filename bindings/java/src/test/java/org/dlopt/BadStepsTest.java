package org.dlopt;

import static org.dlopt.Status.DTYPE;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.OUT_OF_RANGE;
import static org.dlopt.Status.SHAPE;
import static org.dlopt.Status.STATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dlopt.rules.Sgd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps that must be refused; numbers are those of the requirements. */
final class BadStepsTest {
  private final Subject s = new Subject();

  @AfterEach
  void close() {
    s.close();
  }

  private void refuses(Status status, String word, Tensor[] params, Tensor[] grads) {
    s.refuses(status, word, () -> s.opt.step(params, grads));
    s.refuses(status, word, () -> s.opt.step(params, grads, Step.options()));
  }

  private void refuses(Status status, String word, Step options) { s.refuses(status, word, () -> s.opt.step(s.params, s.grads, options)); }

  private static Tensor[] of(Tensor... tensors) { return tensors; }

  @Test void flatOnes() { // 43, 45, 46, 53
    FloatBuffer w = Tensor.floats(7);
    FloatBuffer g = Tensor.floats(7);
    try (Optimizer opt = Sgd.builder().build()) {
      opt.step(w, g);
      long hash = Monitor.stateHash(opt);
      Expect.refused(SHAPE, "8", () -> opt.step(Tensor.floats(8), Tensor.floats(8)));
      Expect.refused(SHAPE, "grad", () -> opt.step(w, Tensor.floats(6)));
      Expect.refused(DTYPE, "f32", () -> opt.step(Tensor.doubles(7), Tensor.doubles(7)));
      Expect.refused(INVALID_ARGUMENT, "param", () -> opt.step((FloatBuffer)null, g));
      Expect.refused(INVALID_ARGUMENT, "grad", () -> opt.step(w, (FloatBuffer)null));
      Expect.refused(INVALID_ARGUMENT, "overlap", () -> opt.step(w, w));
      assertEquals(hash, Monitor.stateHash(opt));
    }
    s.refuses(STATE, "param", () -> s.opt.step(s.w, s.gw));
  }

  @Test void nothingIsAStep() { // 44
    try (Optimizer opt = Sgd.builder().build()) {
      opt.step(Tensor.floats(0), Tensor.floats(0));
      assertEquals(0, opt.steps());
    }
  }

  @Test void buffersThatCannotBe() { // 43: what takes the place of wild pointers in Java
    FloatBuffer heap = FloatBuffer.allocate(15);
    FloatBuffer swapped = ByteBuffer.allocateDirect(60).order(ByteOrder.BIG_ENDIAN).asFloatBuffer();
    for (FloatBuffer bad : new FloatBuffer[] {heap, swapped}) {
      Expect.refused(INVALID_ARGUMENT, "buffer", () -> Tensor.of(bad));
      try (Optimizer opt = Sgd.builder().build()) {
        Expect.refused(INVALID_ARGUMENT, "param", () -> opt.step(bad, Tensor.floats(15)));
        Expect.refused(INVALID_ARGUMENT, "grad", () -> opt.step(Tensor.floats(15), bad));
        assertEquals(0, opt.paramCount());
      }
    }
    refuses(INVALID_ARGUMENT, "params[1]", of(s.params[0], Tensor.of(s.b.asReadOnlyBuffer())), s.grads);
    s.refuses(INVALID_ARGUMENT, "grads[0]",
              () -> s.opt.step(s.params, of(Tensor.of(s.gw.asReadOnlyBuffer(), 5, 3), s.grads[1]), Step.options().zeroGrads()));
    s.opt.step(s.params, of(Tensor.of(s.gw.asReadOnlyBuffer(), 5, 3), s.grads[1])); // 51: gradients are only read
  }

  @Test void shapesAndTypes() { // 45, 53, 55
    refuses(SHAPE, "params[1]", of(s.params[0], s.params[0]), s.grads);
    refuses(SHAPE, "grads[0]", s.params, of(s.grads[1], s.grads[0]));
    DoubleBuffer wide = Tensor.doubles(15);
    refuses(DTYPE, "params[0]", of(Tensor.of(wide, 5, 3), s.params[1]), s.grads);
    refuses(DTYPE, "grads[1]", s.params,
            of(s.grads[0], Tensor.of(ByteBuffer.allocateDirect(28).order(ByteOrder.nativeOrder()), DType.I32, 7)));
    s.refuses(SHAPE, "shape", () -> Tensor.of(s.w, 2, 4));
    s.refuses(SHAPE, "shape", () -> Tensor.of(s.w, -5, -3));
    s.refuses(SHAPE, "shape", () -> Tensor.of(Tensor.floats(0), 1L << 32, 1L << 32));
    s.refuses(SHAPE, "strides", () -> Tensor.strided(s.w, DType.F32, new long[] {5, 3}, new long[] {4, 1}));
    Tensor same = Tensor.strided(s.w, DType.F32, new long[] {5, 3}, new long[] {0, 1});
    s.refuses(INVALID_ARGUMENT, "params[0]", () -> s.opt.step(of(same, s.params[1]), s.grads));
  }

  @Test void lists() { // 54, 56, 57, 48, 49
    refuses(INVALID_ARGUMENT, "grads", s.params, of(s.grads[0]));
    refuses(INVALID_ARGUMENT, "count", of(s.params[0]), of(s.grads[0]));
    refuses(INVALID_ARGUMENT, "count", of(s.params[0], s.params[1], s.params[1]), of(s.grads[0], s.grads[1], s.grads[1]));
    refuses(INVALID_ARGUMENT, "params", null, s.grads);
    refuses(INVALID_ARGUMENT, "params[0]", of(null, s.params[1]), s.grads);
    refuses(SHAPE, "params[0]", of(Tensor.none(), s.params[1]), s.grads);
    refuses(INVALID_ARGUMENT, "overlap", s.params, of(s.params[0], s.grads[1]));
    refuses(INVALID_ARGUMENT, "overlap", of(s.params[0], Tensor.of(s.w.duplicate().position(8))), s.grads);
    s.refuses(INVALID_ARGUMENT, "options", () -> s.opt.step(s.params, s.grads, null));
    s.refuses(INVALID_ARGUMENT, "address", () -> Tensor.ofAddress(0, DType.F32, 7));
  }

  @Test void options() { // 62, 63, 64
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 0x1p-149})
      refuses(OUT_OF_RANGE, "grad_scale", Step.options().gradScale(bad));
    for (double bad : new double[] {-1, Double.NaN}) {
      refuses(OUT_OF_RANGE, "max_norm", Step.options().maxNorm(bad));
      refuses(OUT_OF_RANGE, "clip_value", Step.options().clipValue(bad));
      refuses(OUT_OF_RANGE, "agc_clipping", Step.options().agc(bad, 1e-3));
    }
    for (double bad : new double[] {0, -2, Double.NaN}) refuses(OUT_OF_RANGE, "norm_type", Step.options().maxNorm(1).normType(bad));
    refuses(OUT_OF_RANGE, "max_skips", Step.options().maxSkips(-1));
    refuses(INVALID_ARGUMENT, "deltas", Step.options().deltas(Tensor.none()));
    refuses(INVALID_ARGUMENT, "copies", Step.options().copies());
    refuses(INVALID_ARGUMENT, "averages", Step.options().averages(Tensor.none(), Tensor.none()));
  }

  @Test void rows() { // 67
    refuses(INVALID_ARGUMENT, "rows", Step.options().rows(Rows.all()));
    refuses(INVALID_ARGUMENT, "rows[0]", Step.options().rows(Rows.whole(2, 1), Rows.all()));
    refuses(INVALID_ARGUMENT, "rows[0]", Step.options().rows(Rows.whole(1, 1), Rows.all()));
    refuses(OUT_OF_RANGE, "rows[0]", Step.options().rows(Rows.whole(5), Rows.all()));
    s.refuses(OUT_OF_RANGE, "5", () -> s.opt.editRows(new long[] {0, 5}, 0)); // 39
    s.refuses(OUT_OF_RANGE, "-2", () -> s.opt.resetRows(new long[] {-2}, 0));
    s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.editRows(new long[] {0}, 0, 0));
    s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.editRows(new long[] {0}, 2));
  }

  @Test void nonfiniteGradientsAreHeldBack() { // 58, 59
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      s.gb.put(6, bad);
      float before = s.b.get(0);
      StepReport report = s.opt.step(s.params, s.grads, Step.options().skipNonfinite());
      assertEquals(true, report.skipped());
      assertEquals(3, s.opt.steps());
      assertEquals(before, s.b.get(0));
    }
  }

  @Test void pieces() { // 70
    s.refuses(OUT_OF_RANGE, "grad_scale", () -> s.opt.begin(s.params, s.grads, Step.options().gradScale(0)));
    s.refuses(INVALID_ARGUMENT, "count", () -> s.opt.begin(of(s.params[0]), of(s.grads[0]), Step.options()));
    long hash = Monitor.stateHash(s.opt, s.params);
    try (Pieces pieces = s.opt.begin(s.params, s.grads, Step.options().maxNorm(1))) {
      Expect.refused(OUT_OF_RANGE, "max_elements", () -> pieces.part(0));
      Expect.refused(STATE, "step_end", () -> s.opt.begin(s.params, s.grads, Step.options()));
      Expect.refused(STATE, "step", () -> s.opt.step(s.params, s.grads));
      Expect.refused(STATE, "step", () -> Checkpoint.toBytes(s.opt));
      pieces.abort();
      Expect.refused(STATE, "step_begin", () -> pieces.part(1));
      Expect.refused(STATE, "step_begin", pieces::abort);
    }
    assertEquals(hash, Monitor.stateHash(s.opt, s.params));
  }
}
