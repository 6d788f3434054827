package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done to gradients in many buffers, with and without threads. */
final class GradientsTest {
  private final Runtime runtime = Runtime.threads(2);
  private final FloatBuffer a = Tensor.floats(2).put(0, 3);
  private final DoubleBuffer b = Tensor.doubles(1).put(0, 4);
  private final Gradients grads = Gradients.of(Tensor.of(a), Tensor.none(), Tensor.of(b)).on(runtime);
  private final Tensor[] params = {Tensor.of(Tensor.floats(2).put(0, 1).put(1, 1)), Tensor.none(), Tensor.of(Tensor.doubles(1).put(0, 10))};

  @AfterEach
  void close() {
    runtime.close();
  }

  private void are(double a0, double a1, double b0) {
    assertArrayEquals(new double[] {a0, a1, b0}, new double[] {a.get(0), a.get(1), b.get(0)});
  }

  @Test
  void norms() {
    assertEquals(new Gradients.Norm(5, 0), grads.norm(2));
    assertEquals(4, grads.norm(Double.POSITIVE_INFINITY).norm());
    a.put(1, Float.NaN);
    assertEquals(1, grads.norm(2).nonfinite());
    assertEquals(Double.NaN, grads.norm(2).norm());
  }

  @Test
  void clipping() {
    assertEquals(5, grads.clipNorm(2.5, 2, ClipForm.EXACT));
    are(1.5, 0, 2);
    assertEquals(1, grads.clipPerTensor(1.75, 2, ClipForm.EXACT));
    are(1.5, 0, 1.75);
    grads.clipValue(1.625);
    are(1.5, 0, 1.625);
    assertEquals(1, grads.clipPerRow(1.5, 2, ClipForm.EXACT));
    are(1.5, 0, 1.5);
    assertEquals(2, Gradients.of(Tensor.of(Tensor.doubles(4).put(0, 3).put(2, 3), 2, 2)).clipPerRow(1.5, 2, ClipForm.EXACT));
    assertEquals(0, grads.clipAgc(params, 1e30, 1e-3, 2, Units.FIRST));
    assertEquals(2, grads.clipAgc(params, 0.125, 1e-3, 2, Units.FIRST));
    assertEquals(1.25, b.get(0));
  }

  @Test
  void torchKeepsItsEps() {
    a.put(0, 3e-6f);
    b.put(0, 4e-6);
    assertEquals(5e-6, grads.clipNorm(3e-6), 1e-12);
    assertEquals(2e-6, b.get(0), 1e-12); // 3e-6 / (5e-6 + 1e-6) of it
  }

  @Test
  void othersThanClipping() {
    assertEquals(0, grads.unscale(0.5));
    are(6, 0, 8);
    assertEquals(12, Gradients.penalty(params, 1, 0));
    assertEquals(63, grads.addPenalty(params, 1, 1));
    are(8, 2, 19);
    FloatBuffer rows = Tensor.floats(4).put(0, 1).put(1, 3).put(2, 5).put(3, 9);
    Gradients.of(Tensor.of(rows, 2, 2)).centralize(2);
    assertArrayEquals(new float[] {-1, 1, -2, 2}, new float[] {rows.get(0), rows.get(1), rows.get(2), rows.get(3)});
  }

  @Test
  void percentiles() {
    NormHistory history = NormHistory.of(4).percentile(50).form(PercentileForm.LINEAR);
    grads.clipPercentile(2, ClipForm.EXACT, history);
    assertEquals(1, history.seen());
    assertEquals(5, history.norm());
    assertEquals(5, history.maxNorm());
    assertArrayEquals(new double[] {5, 0, 0, 0}, history.norms());
    a.put(0, 6);
    b.put(0, 8);
    NormHistory kept = NormHistory.restore(history.norms(), history.seen()).percentile(50).form(PercentileForm.LINEAR);
    grads.clipPercentile(2, ClipForm.EXACT, kept);
    assertEquals(7.5, kept.maxNorm()); // between 5 and 10
    are(4.5, 0, 6);
  }
}
