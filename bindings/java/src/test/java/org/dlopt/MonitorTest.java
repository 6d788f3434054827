package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.dlopt.rules.Sgd;
import org.junit.jupiter.api.Test;

/** Statistics, hashes, watches. */
final class MonitorTest {
  private static FloatBuffer of(float... values) { return Tensor.floats(values.length).put(values).flip(); }

  @Test
  void statisticsOfSomeParameters() {
    FloatBuffer w = of(3, 4);
    Tensor g = Tensor.of(of(1, 0));
    try (Optimizer opt = Sgd.builder().lr(1).momentum(0.5).build()) {
      for (int i = 0; i < 2; i++) opt.add(Param.of(2));
      opt.step(new Tensor[] {Tensor.of(w), Tensor.of(of(0, 0))}, new Tensor[] {g, g});
      Measure shown = Measure.all().params(Tensor.of(w), Tensor.none()).grads(g, Tensor.none()).before(Tensor.of(of(3, 4)), Tensor.none());
      Stats all = Monitor.measure(opt, shown);
      assertEquals(4, all.numel());
      assertEquals(1, all.steps());
      assertEquals(1, all.effectiveLr());
      assertEquals(0, all.effectiveWeightDecay());
      assertEquals(1, all.updateNorm());
      assertEquals(1 / Math.sqrt(20), all.updateRatio());
      assertEquals(0, all.stateNonfinite());
      assertEquals(new NumberStats(1, 0, 2, 0, 0, 1, 0, all.grad().magnitudes()), all.grad());
      assertEquals(1, all.grad().magnitudes().get(48));
      assertEquals(64, all.grad().magnitudes().size());
      assertEquals(Math.sqrt(20), all.param().norm());
      assertEquals(2, Monitor.measure(opt, Measure.all().slot(1)).numel());
      Stats states = Monitor.measure(opt, Measure.all().group(Group.FIRST).sample(2));
      assertEquals(List.of(Math.sqrt(2)), states.stateNorms());
      assertNull(states.param());
      assertEquals(Double.NaN, states.updateNorm());
      Expect.refused(Status.INVALID_ARGUMENT, "params", () -> Monitor.measure(opt, Measure.all().params(g)));
      Expect.refused(Status.INVALID_ARGUMENT, "grads", () -> Monitor.measure(opt, Measure.all().grads(g, g, g)));
      Expect.refused(Status.OUT_OF_RANGE, "sample", () -> Monitor.measure(opt, Measure.all().sample(0)));
    }
  }

  @Test
  void statisticsOfOneCountWhatIsNoNumber() {
    try (Optimizer opt = Sgd.builder().build()) {
      opt.add(Param.of(6));
      Tensor w = Tensor.of(of(Float.NaN, Float.POSITIVE_INFINITY, 0, -0f, Float.MIN_VALUE, 1));
      NumberStats param = Monitor.stats(opt, 0, w, Tensor.none()).param();
      assertEquals(List.of(2L, 6L, 1L, 1L, 2L, 1L),
                   List.of(param.nonfinite(), param.measured(), param.nan(), param.inf(), param.zero(), param.denormal()));
      assertNull(Monitor.stats(opt, 0, w, Tensor.none()).grad());
      Stats both = Monitor.stats(opt, 0, w, Tensor.of(of(0, 0, 3, 0, 0, 4)));
      assertEquals(List.of(1L, 5.0, 4L), List.of(both.param().nan(), both.grad().norm(), both.grad().zero()));
    }
  }

  @Test
  void hashesTellOptimizersApart() {
    FloatBuffer w = of(1, 1, 1);
    FloatBuffer g = of(1, 1, 1);
    try (Optimizer a = Sgd.builder().momentum(0.5).build(); Optimizer b = Sgd.builder().momentum(0.5).build()) {
      a.step(w, g);
      b.step(of(1, 1, 1), g);
      assertEquals(Monitor.stateHash(a), Monitor.stateHash(b));
      assertNotEquals(Monitor.stateHash(a, Tensor.of(w)), Monitor.stateHash(a, Tensor.of(g)));
      b.step(w, g);
      assertNotEquals(Monitor.stateHash(a), Monitor.stateHash(b));
      Expect.refused(Status.INVALID_ARGUMENT, "count", () -> Monitor.stateHash(a, new Tensor[0]));
    }
  }

  @Test
  void watchesTellOfExplosions() {
    List<List<Double>> told = new ArrayList<>();
    try (NormWatch watch = NormWatchOptions.builder().warmup(2).factor(3).build()) {
      watch.onExplosion((step, norm, median) -> told.add(List.of((double)step, norm, median)));
      assertFalse(watch.look(0, 1) || watch.look(1, 1) || watch.look(2, 2));
      assertTrue(watch.look(3, 4));
      assertEquals(List.of(List.of(3.0, 4.0, 1.0)), told);
      assertArrayEquals(new double[] {1, 1, 2, 4}, watch.window());
      assertEquals(1, watch.get(NormWatchField.FIRED));
      watch.onExplosion((step, norm, median) -> { throw new IllegalStateException("too large"); });
      assertEquals("too large", assertThrows(IllegalStateException.class, () -> watch.look(4, Double.NaN)).getMessage());
      watch.onExplosion((step, norm, median) -> watch.window());
      Expect.refused(Status.BUSY, "NormWatch", () -> watch.look(4, Double.NaN));
      watch.onExplosion(null);
      assertTrue(watch.look(5, Double.POSITIVE_INFINITY));
      assertEquals(1, told.size());
      watch.restore(5);
      watch.set(NormWatchField.FACTOR, 7);
      assertArrayEquals(new double[] {5}, watch.window());
      watch.restore();
      assertArrayEquals(new double[0], watch.window());
    }
  }
}
