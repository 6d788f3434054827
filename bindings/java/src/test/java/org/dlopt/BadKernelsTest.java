package org.dlopt;

import static org.dlopt.Status.DTYPE;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.OUT_OF_RANGE;
import static org.dlopt.Status.SHAPE;
import static org.dlopt.Status.UNKNOWN_HYPER;
import static org.dlopt.Status.UNSUPPORTED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.dlopt.choices.Cautious;
import org.dlopt.rules.AdamW;
import org.dlopt.rules.Sgd;
import org.junit.jupiter.api.Test;

/** Kernel calls that must be refused, with no buffer changed; numbers are those of the requirements. */
final class BadKernelsTest {
  private final FloatBuffer w = Tensor.floats(7);
  private final FloatBuffer g = Tensor.floats(7);
  private final FloatBuffer m = Tensor.floats(7);
  private final FloatBuffer v = Tensor.floats(7);

  BadKernelsTest() {
    for (int i = 0; i < 7; i++) {
      w.put(i, i);
      g.put(i, i - 3);
      m.put(i, 0.5f);
      v.put(i, 0.25f);
    }
  }

  private KernelBuffers buffers() { return KernelBuffers.of(Tensor.of(w), Tensor.of(g)).state(Tensor.of(m)).state(Tensor.of(v)); }

  private void refuses(Status status, String word, Kernel kernel, UnaryOperator<KernelBuffers> changed, long step, long first, long past) {
    List<FloatBuffer> all = List.of(w, g, m, v);
    List<FloatBuffer> before = all.stream().map(buffer -> FloatBuffer.allocate(7).put(buffer.duplicate()).flip()).toList();
    Expect.refused(status, word, () -> kernel.apply(step, changed.apply(buffers()), first, past));
    assertEquals(before, all);
  }

  private void refuses(Status status, String word, Kernel kernel) { refuses(status, word, kernel, same -> same, 4, 0, 7); }

  private void refuses(Status status, String word, UnaryOperator<KernelBuffers> changed) {
    refuses(status, word, AdamW.builder().kernel(), changed, 4, 0, 7);
  }

  @Test void hyperParameters() { // 11, 13, 21, 24
    refuses(OUT_OF_RANGE, "lr of adamw", AdamW.builder().lr(Double.NaN).kernel());
    refuses(OUT_OF_RANGE, "beta1 of adamw", AdamW.builder().beta1(1).kernel());
    refuses(UNKNOWN_HYPER, "momentum", AdamW.builder().kernel().set(Hyper.MOMENTUM, 0.5));
    refuses(UNSUPPORTED, "max_norm", AdamW.builder().maxNorm(1).kernel());
    refuses(UNSUPPORTED, "cautious", AdamW.builder().cautious(Cautious.MEAN).kernel());
    refuses(OUT_OF_RANGE, "nesterov", Sgd.builder().nesterov(true).kernel());
    Expect.refused(UNSUPPORTED, "preset", () -> AdamW.builder().preset("torch").kernel());
    Expect.refused(UNSUPPORTED, "adafactor", () -> Kernel.of(Rule.ADAFACTOR).states());
    Expect.refused(INVALID_ARGUMENT, "rule", () -> Kernel.of(null));
  }

  @Test void stepsAndRanges() { // 54
    Kernel kernel = AdamW.builder().kernel();
    refuses(INVALID_ARGUMENT, "step", kernel, same -> same, 0, 0, 7);
    refuses(OUT_OF_RANGE, "range", kernel, same -> same, 4, -1, 6);
    refuses(OUT_OF_RANGE, "range", kernel, same -> same, 4, 1, 8);
    refuses(OUT_OF_RANGE, "range", kernel, same -> same, 4, 4, 3);
  }

  @Test
  void buffersAndFactors() {
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) refuses(OUT_OF_RANGE, "grad_factor", b -> b.gradFactor(bad));
    refuses(OUT_OF_RANGE, "clip_value", b -> b.clipValue(-1));
    refuses(OUT_OF_RANGE, "lr_scale", b -> b.scales(-1, 1));
    refuses(OUT_OF_RANGE, "decay_scale", b -> b.scales(1, Double.NaN));
    refuses(INVALID_ARGUMENT, "n_states", b -> b.state(Tensor.of(Tensor.floats(7))).state(Tensor.of(Tensor.floats(7))));
    refuses(INVALID_ARGUMENT, "states", b -> KernelBuffers.of(Tensor.of(w), Tensor.of(g)));
    refuses(SHAPE, "", b -> KernelBuffers.of(Tensor.of(w), Tensor.of(Tensor.floats(6))).state(Tensor.of(m)).state(Tensor.of(v)));
    refuses(SHAPE, "", b -> KernelBuffers.of(Tensor.of(w), Tensor.of(g)).state(Tensor.of(Tensor.floats(6))).state(Tensor.of(v)));
    refuses(DTYPE, "", b -> KernelBuffers.of(Tensor.of(w), Tensor.of(g)).state(Tensor.of(Tensor.doubles(7))).state(Tensor.of(v)));
    refuses(INVALID_ARGUMENT, "", b -> KernelBuffers.of(Tensor.of(w), Tensor.of(w)).state(Tensor.of(m)).state(Tensor.of(v)));
  }
}
