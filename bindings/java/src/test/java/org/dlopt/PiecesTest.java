package org.dlopt;

import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.FloatBuffer;
import org.dlopt.rules.AdamW;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps in pieces. */
final class PiecesTest {
  private static final int COUNT = 100_000;

  private final FloatBuffer whole = Tensor.floats(COUNT);
  private final FloatBuffer cut = Tensor.floats(COUNT);
  private final Tensor[] grads = list(Tensor.of(Tensor.floats(COUNT)));
  private final Step options = Step.options().maxNorm(1);

  @BeforeEach
  void fill() {
    FloatBuffer g = Tensor.floats(COUNT);
    for (int i = 0; i < COUNT; i++) g.put(i, i % 31 - 15);
    grads[0] = Tensor.of(g);
  }

  private static Optimizer adam() {
    Optimizer made = AdamW.builder().lr(0.1).build();
    made.add(Param.of(COUNT));
    return made;
  }

  private void stepWhole() {
    try (Optimizer opt = adam()) {
      opt.step(list(Tensor.of(whole)), grads, options);
    }
  }

  @Test
  void theBitsOfTheWhole() {
    stepWhole();
    try (Optimizer opt = adam(); Pieces pieces = opt.begin(list(Tensor.of(cut)), grads, options)) {
      refused(Status.STATE, "", () -> opt.step(list(Tensor.of(cut)), grads));
      int parts = 1;
      while (!pieces.part(20_000)) parts++;
      assertFalse(parts < 4, () -> "too few parts");
      StepReport report = pieces.end();
      assertEquals(1, report.appliedStep());
      refused(Status.STATE, "", () -> pieces.part(1));
      assertEquals(1, opt.steps());
    }
    assertEquals(whole, cut);
  }

  @Test
  void closedBeforeItsEnd() {
    stepWhole();
    try (Optimizer opt = adam()) {
      opt.begin(list(Tensor.of(cut)), grads, options).close(); // nothing is applied
      assertEquals(0, opt.steps());
      assertEquals(Tensor.floats(COUNT), cut);
      try (Pieces pieces = opt.begin(list(Tensor.of(cut)), grads, options)) {
        refused(Status.OUT_OF_RANGE, "max_elements", () -> pieces.part(0));
        while (cut.get(0) == 0) pieces.part(20_000);
        refused(Status.STATE, "", pieces::abort);
      } // which does the rest
      assertEquals(1, opt.steps());
      assertEquals(whole, cut);
    }
  }

  @Test
  void closedWithItsOptimizer() {
    Optimizer opt = adam();
    try (Pieces pieces = opt.begin(list(Tensor.of(cut)), grads, options)) {
      opt.close();
      refused(Status.STATE, "Optimizer", () -> pieces.part(1));
    }
  }

  /** Only the step itself keeps its buffers. */
  @Test
  void buffersLiveAsLongAsTheStep() {
    stepWhole();
    try (Optimizer opt = adam(); Pieces pieces = opt.begin(list(Tensor.of(cut)), grads, options)) {
      grads[0] = null;
      refused(Status.STATE, "", () -> opt.step(list(Tensor.of(whole)), list(Tensor.of(whole))));
      System.gc();
      pieces.end();
    }
    assertEquals(whole, cut);
  }

  @Test
  void scalersAreUpdatedAtTheEnd() {
    FloatBuffer g = Tensor.floats(COUNT).put(7, Float.NaN);
    try (Scaler scaler = ScalerOptions.builder().initScale(8).build(); Optimizer opt = adam();
         Pieces pieces = opt.begin(list(Tensor.of(cut)), list(Tensor.of(g)), Step.options().scaler(scaler))) {
      assertEquals(8, scaler.scale());
      assertEquals(true, pieces.end().skipped());
      assertEquals(4, scaler.scale());
    }
  }
}
