package org.dlopt;

import static org.dlopt.Expect.floats;
import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.dlopt.rules.AdamW;
import org.junit.jupiter.api.Test;

/** The bare update on states of the program's. */
final class KernelTest {
  private static final int COUNT = 40_000;

  private static FloatBuffer drawn(int seed) {
    FloatBuffer made = Tensor.floats(COUNT);
    for (int i = 0; i < COUNT; i++) made.put(i, (i * seed + 7) % 101 - 50);
    return made;
  }

  @Test
  void theBitsOfTheOptimizerOnManyThreads() {
    FloatBuffer w = drawn(3);
    FloatBuffer v = drawn(3);
    FloatBuffer g = drawn(5);
    Kernel kernel = Kernel.of(Rule.ADAMW).set(Hyper.LR, 1).set(Hyper.LR, 0.1).set(Hyper.BETA1, 0.7);
    List<Kernel.Slot> states = kernel.states();
    assertEquals(new Kernel.Slot(true, 0), states.get(0));
    KernelBuffers buffers = KernelBuffers.of(Tensor.of(v), Tensor.of(g)).scales(0.5, 2);
    for (Kernel.Slot state : states) buffers.state(state.kept() ? Tensor.of(Tensor.floats(COUNT)) : Tensor.none());
    try (Optimizer opt = AdamW.builder().lr(0.1).beta1(0.7).build()) {
      opt.add(Param.of(COUNT).lrScale(0.5).decayScale(2));
      for (int step = 1; step <= 3; step++) {
        int now = step;
        opt.step(w, g);
        LongStream.range(0, 8).parallel().forEach(part -> kernel.apply(now, buffers, part * COUNT / 8, (part + 1) * COUNT / 8));
      }
    }
    assertEquals(w, v);
    kernel.apply(4, buffers);
    assertTrue(!w.equals(v));
  }

  @Test
  void howGradientsEnter() {
    FloatBuffer w = floats(1, 1, 1);
    FloatBuffer g = floats(2, 8, Float.MIN_VALUE);
    Kernel plain = Kernel.of(Rule.SGD).set(Hyper.LR, 1);
    FloatBuffer delta = Tensor.floats(3);
    plain.apply(1, KernelBuffers.of(Tensor.of(w.asReadOnlyBuffer()), Tensor.of(g))
                       .delta(Tensor.of(delta))
                       .gradFactor(0.5)
                       .clipValue(2)
                       .flushDenormals());
    holds(delta, -1, -2, 0);
    holds(w, 1, 1, 1);
    plain.apply(1, KernelBuffers.of(Tensor.of(w), Tensor.of(g)).zeroGrads());
    holds(w, -1, -7, 1);
    holds(g, 0, 0, 0);
  }

  @Test
  void membersOfStructures() {
    FloatBuffer members = floats(1, 10, 2, 20); // a parameter, its momentum, and so on
    Tensor param = Tensor.strided(members, DType.F32, new long[] {2}, new long[] {2});
    Tensor momentum = Tensor.strided(members.position(1), DType.F32, new long[] {2}, new long[] {2});
    Kernel.of(Rule.SGD).set(Hyper.LR, 1).set(Hyper.MOMENTUM, 0.5).apply(2, KernelBuffers.of(param, tensor(1, 1)).state(momentum));
    holds(members.clear(), -5, 6, -9, 11);
    refused(Status.UNSUPPORTED, "param: got strides of 2 dimensions",
            () -> KernelBuffers.of(Tensor.strided(members, DType.F32, new long[] {2, 1}, new long[] {2, 1}), tensor(1, 1)));
  }

  @Test
  void freshStates() {
    Kernel dampened = Kernel.of(Rule.SGD).set(Hyper.MOMENTUM, 0.5).set(Hyper.DAMPENING, 0.5);
    FloatBuffer seen = floats(0);
    FloatBuffer fresh = floats(0); // whose first gradient is not dampened
    dampened.apply(2, KernelBuffers.of(tensor(0), tensor(3)).state(Tensor.of(seen)));
    dampened.apply(2, KernelBuffers.of(tensor(0), tensor(3)).freshState(Tensor.of(fresh)));
    holds(seen, 1.5f);
    holds(fresh, 3);
  }

  @Test
  void noiseDiffersWithTheSlot() {
    Kernel noisy = Kernel.of(Rule.SGLD).set(Hyper.LR, 0.1);
    FloatBuffer w = floats(0);
    FloatBuffer v = floats(0);
    noisy.apply(1, KernelBuffers.of(Tensor.of(w), tensor(0)));
    noisy.apply(1, KernelBuffers.of(Tensor.of(v), tensor(0)).slot(1));
    assertTrue(w.get(0) != v.get(0));
  }

  @Test
  void whatDoesNotFit() {
    Kernel plain = Kernel.of(Rule.SGD);
    KernelBuffers buffers = KernelBuffers.of(tensor(1, 2), tensor(1, 2));
    refused(Status.SHAPE, "grad: got 1 elements, wanted 2", () -> KernelBuffers.of(tensor(1, 2), tensor(1)));
    refused(Status.SHAPE, "state 0: got 1 elements", () -> buffers.state(tensor(1)));
    refused(Status.DTYPE, "state 0: got elements of F64", () -> buffers.state(Tensor.of(Tensor.doubles(2))));
    refused(Status.OUT_OF_RANGE, "", () -> plain.apply(1, buffers, 0, 3));
    refused(Status.INVALID_ARGUMENT, "step", () -> plain.apply(0, buffers));
    refused(Status.UNKNOWN_HYPER, "", () -> Kernel.of(Rule.SGD).set(Hyper.BETA1, 0).states());
    KernelBuffers readOnly = KernelBuffers.of(Tensor.of(floats(1, 2).asReadOnlyBuffer()), tensor(1, 2));
    refused(Status.INVALID_ARGUMENT, "param: got a buffer that is read-only", () -> plain.apply(1, readOnly));
    Tensor zeroed = Tensor.of(floats(1, 2).asReadOnlyBuffer());
    refused(Status.INVALID_ARGUMENT, "grad: got a buffer that is read-only", () -> KernelBuffers.of(tensor(1, 2), zeroed).zeroGrads());
    for (int i = 0; i < 8; i++) buffers.state(Tensor.none());
    refused(Status.INVALID_ARGUMENT, "state: got more than 8", () -> buffers.state(Tensor.none()));
  }
}
