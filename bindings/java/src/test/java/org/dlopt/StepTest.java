package org.dlopt;

import static org.dlopt.Expect.floats;
import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.dlopt.Expect.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.dlopt.choices.RpropForm;
import org.dlopt.rules.Rprop;
import org.dlopt.wrappers.Accumulate;
import org.dlopt.wrappers.Ema;
import org.junit.jupiter.api.Test;

/** Every option of a step does what it says, and results come back. Numbers are such that all of it is exact. */
final class StepTest {
  private final FloatBuffer w = floats(1, 2);
  private final FloatBuffer g = floats(3, 4);
  private final Tensor[] params = list(Tensor.of(w));
  private final Tensor[] grads = list(Tensor.of(g));

  /** The report of a step of SGD from (1, 2) along (3, 4). */
  private StepReport step(Step options) {
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      return opt.step(params, grads, options);
    }
  }

  @Test
  void flatOnes() {
    DoubleBuffer doubles = Tensor.doubles(2).put(0, 1).put(1, 2);
    try (Optimizer opt = subtracting(); Optimizer other = subtracting()) {
      opt.step(w, g);
      other.step(doubles, Tensor.doubles(2).put(0, 3).put(1, 4));
      assertEquals(1, opt.steps());
      assertEquals(1, opt.paramCount());
    }
    holds(w, -2, -2);
    assertEquals(-2, doubles.get(0));
    assertEquals(-2, doubles.get(1));
  }

  @Test
  void defaults() {
    assertEquals(new StepReport(false, Double.NaN, -1, 1, 0), step(Step.options()));
    holds(w, -2, -2);
    holds(g, 3, 4);
  }

  @Test
  void scalesNormsAndZeros() {
    assertEquals(new StepReport(false, 2.5, 0, 1, 0), step(Step.options().gradScale(2).gradNorm().zeroGrads()));
    holds(w, -0.5f, 0);
    holds(g, 0, 0);
  }

  @Test
  void clips() {
    step(Step.options().maxNorm(2.5).clipForm(ClipForm.EXACT));
    holds(w, -0.5f, 0);
    step(Step.options().maxNorm(2).normType(Double.POSITIVE_INFINITY).clipForm(ClipForm.EXACT));
    holds(w, -2, -2);
    step(Step.options().clipValue(1));
    holds(w, -3, -3);
    assertEquals(5, step(Step.options().maxNorm(1e9)).gradNorm());
  }

  @Test
  void clipsOfEach() {
    step(Step.options().tensorMaxNorm(2.5));
    assertEquals(-0.5f, w.get(0), 1e-5f);
    w.put(0, 0).put(1, 8);
    step(Step.options().agc(0.125, 4)); // a norm of 8 / 8 at most
    assertEquals(-0.6f, w.get(0), 1e-5f);
    assertEquals(7.2f, w.get(1), 1e-5f);
    w.put(0, 0).put(1, 8);
    step(Step.options().agc(0.125, 16)); // of 16 / 8
    assertEquals(-1.2f, w.get(0), 1e-5f);
  }

  @Test
  void skips() {
    g.put(0, Float.NaN);
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      Step options = Step.options().skipNonfinite().maxSkips(2);
      StepReport first = opt.step(params, grads, options);
      assertTrue(first.skipped());
      assertEquals(1, first.nonfinite());
      assertEquals(0, first.appliedStep());
      assertEquals(2, opt.step(params, grads, options).skips());
      holds(w, 1, 2);
      assertFalse(opt.step(params, grads, options).skipped());
      assertTrue(Float.isNaN(w.get(0)));
    }
  }

  @Test
  void denormalNumbers() {
    g.put(0, Float.MIN_VALUE).put(1, 0);
    w.put(0, 0);
    step(Step.options());
    assertEquals(-Float.MIN_VALUE, w.get(0));
    w.put(0, 0);
    step(Step.options().flushDenormals());
    assertEquals(0, w.get(0));
  }

  @Test
  void deltasAndCopies() {
    FloatBuffer delta = Tensor.floats(2);
    step(Step.options().deltas(Tensor.of(delta)));
    holds(delta, -3, -4);
    holds(w, 1, 2);
    ShortBuffer copy = Tensor.shorts(2);
    step(Step.options().copies(Tensor.of(copy, DType.BF16, 2)));
    assertEquals((short)0xc000, copy.get(0));
    assertEquals((short)0xc000, copy.get(1));
    refused(Status.INVALID_ARGUMENT, "deltas: got 0, wanted 1", () -> step(Step.options().deltas()));
    refused(Status.INVALID_ARGUMENT, "copies: got 2, wanted 1", () -> step(Step.options().copies(Tensor.none(), Tensor.none())));
  }

  @Test
  void averages() {
    FloatBuffer mean = Tensor.floats(2);
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      opt.wrap(Accumulate.builder());
      opt.wrap(Ema.builder().decay(0.5));
      assertEquals(2, opt.accumulate(2, Tensor.of(g)));
      opt.step(params, null, Step.options().averages(Tensor.of(mean)));
      holds(mean, -2, -2);
      opt.accumulate(1, Tensor.of(g));
      opt.step(params, null, Step.options().averages(Tensor.of(mean)));
      holds(w, -5, -6);
      holds(mean, -3.5f, -4);
      opt.accumulate(1, Tensor.of(g));
      refused(Status.INVALID_ARGUMENT, "averages: got 2, wanted 1",
              () -> opt.step(params, null, Step.options().averages(Tensor.of(mean), Tensor.none())));
      refused(Status.INVALID_ARGUMENT, "", () -> opt.step(params, null));
      assertEquals(2, opt.steps());
    }
  }

  @Test
  void losses() {
    try (Optimizer opt = Rprop.builder().rpropForm(RpropForm.IRPROP_PLUS).build()) {
      opt.add(Param.of(2));
      refused(Status.INVALID_ARGUMENT, "loss", () -> opt.step(params, grads, Step.options()));
      assertEquals(1, opt.step(params, grads, Step.options().loss(2)).appliedStep());
    }
  }

  @Test
  void scalers() {
    try (Scaler scaler = ScalerOptions.builder().build(); Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      double scale = scaler.scale();
      g.put(0, (float)(scale * 3)).put(1, (float)(scale * 4));
      opt.step(params, grads, Step.options().scaler(scaler));
      holds(w, -2, -2);
      g.put(0, Float.POSITIVE_INFINITY);
      assertTrue(opt.step(params, grads, Step.options().scaler(scaler)).skipped());
      assertEquals(scale / 2, scaler.scale());
      opt.step(params, list(tensor(1, 1)), Step.options()); // without it
      holds(w, -3, -3);
    }
    Scaler closed = ScalerOptions.builder().build();
    closed.close();
    refused(Status.STATE, "Scaler", () -> step(Step.options().scaler(closed)));
  }

  @Test
  void othersThanBefore() {
    FloatBuffer v = floats(5, 6);
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      opt.add(Param.of());
      Tensor scalar = Tensor.of(floats(7), new long[0]);
      Tensor[] pair = list(params[0], scalar);
      opt.step(pair, list(grads[0], Tensor.none()));
      pair[0] = Tensor.of(v); // the same array
      opt.step(pair, list(grads[0], Tensor.none()));
      opt.step(list(params[0], scalar), list(Tensor.of(floats(1, 1)), Tensor.none()));
    }
    holds(w, -3, -3);
    holds(v, 2, 2);
  }
}
