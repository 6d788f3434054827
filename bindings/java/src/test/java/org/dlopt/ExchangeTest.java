package org.dlopt;

import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.tensor;
import static org.dlopt.Optimizer.ALL_SLOTS;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.OUT_OF_RANGE;
import static org.dlopt.Status.SHAPE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;
import org.dlopt.rules.AdamW;
import org.dlopt.rules.NAdam;
import org.dlopt.rules.Prodigy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** States and counts handed from one optimizer to another, and declarations read back. */
final class ExchangeTest {
  private static final List<String> NAMES = List.of("exp_avg", "exp_avg_sq");

  private final Subject s = new Subject();

  @AfterEach
  void close() {
    s.close();
  }

  /** One that is declared as the subject, and has its states and counts. */
  private Optimizer successor() {
    Optimizer other = AdamW.builder().build();
    for (int slot = 0; slot < s.params.length; slot++) {
      other.add(s.opt.declaration(slot).param());
      FloatBuffer array = Tensor.floats(slot == 0 ? 15 : 7);
      for (String name : NAMES) {
        s.opt.copyState(slot, name, array);
        assertFalse(other.hasStarted(slot, name));
        other.setState(slot, name, array);
        assertTrue(other.hasStarted(slot, name));
      }
      assertEquals(3, s.opt.steps(slot));
      other.setSteps(slot, 3);
    }
    other.setSteps(ALL_SLOTS, s.opt.steps(ALL_SLOTS));
    return other;
  }

  @Test
  void handsAllOver() {
    try (Optimizer other = successor()) {
      assertEquals(3, other.steps());
      assertEquals(Monitor.stateHash(s.opt), Monitor.stateHash(other));
      FloatBuffer w = Tensor.floats(15).put(s.w.duplicate()).flip();
      FloatBuffer b = Tensor.floats(7).put(s.b.duplicate()).flip();
      s.opt.step(s.params, s.grads);
      other.step(new Tensor[] {Tensor.of(w, 5, 3), Tensor.of(b, 7)}, s.grads);
      assertEquals(s.w, w);
      assertEquals(s.b, b);
    }
  }

  @Test
  void otherTypesAndParts() {
    DoubleBuffer wide = Tensor.doubles(9);
    for (int i = 0; i < 9; i++) wide.put(i, i / 4.0);
    s.opt.setState(1, "exp_avg", wide.position(1).limit(8));
    holds(s.opt.state(1, "exp_avg").floats(), 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 1.75f);
    DoubleBuffer back = Tensor.doubles(9);
    s.opt.copyState(1, "exp_avg", back.position(2));
    assertEquals(0, back.get(1));
    assertEquals(0.25, back.get(2));
    assertEquals(1.75, back.get(8));
    ShortBuffer halves = Tensor.shorts(15);
    s.opt.setState(0, "exp_avg_sq", Tensor.of(Tensor.floats(15).put(14, 1.5f), 5, 3));
    s.opt.copyState(0, "exp_avg_sq", Tensor.of(halves, DType.BF16, 5, 3));
    assertEquals((short)0x3fc0, halves.get(14));
  }

  @Test
  void numbers() {
    try (Optimizer nadam = NAdam.builder().build(); Optimizer prodigy = Prodigy.builder().build()) {
      nadam.add(Param.of(2));
      nadam.setState(0, "mu_product", Tensor.doubles(1).put(0, 0.125));
      assertEquals(0.125, nadam.state(0, "mu_product").doubles().get());
      prodigy.setState(ALL_SLOTS, "d", Tensor.doubles(1).put(0, 0.5));
      DoubleBuffer d = Tensor.doubles(1);
      prodigy.copyState(ALL_SLOTS, "d", d);
      assertEquals(0.5, d.get());
    }
  }

  @Test
  void arraysAsTheyAreKept() {
    try (Optimizer opt = AdamW.builder().beta1(0.5).build()) {
      opt.add(Param.of(3));
      Tensor[] params = list(tensor(1, 2, 3));
      opt.step(params, list(tensor(2, 4, 6)));
      State mean = opt.state(0, "exp_avg");
      assertArrayEquals(new long[] {3}, mean.shape());
      holds(mean.floats(), 1, 2, 3);
      mean.floats().put(0, 7);
      holds(opt.state(0, "exp_avg").floats(), 1, 2, 3); // a copy
      opt.restoreState(0, "exp_avg", mean);
      holds(opt.state(0, "exp_avg").floats(), 7, 2, 3);
      refused(Status.DTYPE, "wanted F64", mean::doubles);
      refused(Status.INVALID_ARGUMENT, "exp_avg_sq", () -> opt.state(0, "nothing"));
      refused(Status.INVALID_ARGUMENT, "", () -> opt.state(ALL_SLOTS, "exp_avg"));
      int other = opt.add(Param.of(2));
      refused(Status.SHAPE, "state: got F32[3], wanted F32[2] as exp_avg is", () -> opt.restoreState(other, "exp_avg", mean));
      int doubles = opt.add(Param.of(3).dtype(DType.F64));
      refused(Status.DTYPE, "state: got F32[3], wanted F64[3] as exp_avg is", () -> opt.restoreState(doubles, "exp_avg", mean));
      assertTrue(opt.memory().state() >= 40 && opt.memory().handle() > 0 && opt.memory().scratch() >= 0);
    }
    try (Optimizer opt = Optimizer.create(null, Rule.PRODIGY)) {
      opt.add(Param.of(1));
      opt.step(list(tensor(1)), list(tensor(1)));
      State d = opt.state(ALL_SLOTS, "d");
      assertEquals(opt.get(Hyper.D0), d.doubles().get());
      d.doubles().put(0, 0.5);
      opt.restoreState(ALL_SLOTS, "d", d);
      assertEquals(0.5, opt.state(ALL_SLOTS, "d").doubles().get());
    }
  }

  @Test
  void beginsAnew() {
    s.opt.forgetState(1, "exp_avg");
    assertFalse(s.opt.hasStarted(1, "exp_avg"));
    assertTrue(s.opt.hasStarted(1, "exp_avg_sq"));
    holds(s.opt.state(1, "exp_avg").floats(), new float[7]);
  }

  @Test
  void whatDiverged() {
    Tensor infinite = Tensor.of(Tensor.floats(7).put(3, Float.POSITIVE_INFINITY));
    s.refuses(OUT_OF_RANGE, "element 3", () -> s.opt.setState(1, "exp_avg", infinite));
    s.opt.setStateNonfinite(1, "exp_avg", infinite);
    assertEquals(Float.POSITIVE_INFINITY, s.opt.state(1, "exp_avg").floats().get(3));
  }

  @Test
  void declarations() {
    try (Optimizer opt = AdamW.builder().build(); Optimizer other = AdamW.builder().build()) {
      Group second = opt.addGroup();
      other.addGroup();
      opt.add(Param.of(3, 0, 5)
                  .name("größe")
                  .dtype(DType.BF16)
                  .group(second)
                  .role(Role.EMBEDDING)
                  .lrScale(0.5)
                  .decayScale(0.25)
                  .master(Master.SPLIT)
                  .rowAges());
      opt.add(Param.of(32, 256).stateForm(StateForm.DYNAMIC8));
      opt.add(Param.of());
      assertEquals(
          new Declaration("größe", List.of(3L, 0L, 5L), DType.BF16, second, Role.EMBEDDING, 0.5, 0.25, Master.SPLIT, StateForm.FULL, true),
          opt.declaration(0));
      assertEquals(
          new Declaration("param_1", List.of(32L, 256L), DType.F32, Group.FIRST, Role.WEIGHT, 1, 1, Master.NONE, StateForm.DYNAMIC8, false),
          opt.declaration(1));
      for (int slot = 0; slot < opt.paramCount(); slot++) {
        other.add(opt.declaration(slot).param());
        assertEquals(opt.declaration(slot), other.declaration(slot));
      }
      opt.remove(0);
      refused(Status.STATE, "slot", () -> opt.declaration(0));
    }
  }

  @Test
  void isRefusedWithNothingChanged() {
    FloatBuffer few = Tensor.floats(3);
    FloatBuffer negative = Tensor.floats(7).put(2, -1);
    s.refuses(SHAPE, "[7]", () -> s.opt.setState(1, "exp_avg", few));
    s.refuses(SHAPE, "[7]", () -> s.opt.copyState(1, "exp_avg", few));
    s.refuses(SHAPE, "[5, 3]", () -> s.opt.setState(0, "exp_avg", Tensor.of(Tensor.floats(15))));
    s.refuses(OUT_OF_RANGE, "element 2", () -> s.opt.setState(1, "exp_avg_sq", negative));
    s.refuses(INVALID_ARGUMENT, "exp_avg_sq", () -> s.opt.setState(1, "momentum_buffer", negative));
    s.refuses(INVALID_ARGUMENT, "exp_avg_sq", () -> s.opt.forgetState(1, "momentum_buffer"));
    s.refuses(OUT_OF_RANGE, "steps", () -> s.opt.setSteps(0, -1));
    for (int bad : new int[] {2, -2}) {
      s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.hasStarted(bad, "exp_avg"));
      s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.steps(bad));
      s.refuses(INVALID_ARGUMENT, "slot", () -> s.opt.declaration(bad));
    }
  }

  @Test
  void buffersThatAreNone() {
    FloatBuffer readOnly = Tensor.floats(7).asReadOnlyBuffer();
    s.refuses(INVALID_ARGUMENT, "to[0]: got a buffer that is read-only", () -> s.opt.copyState(1, "exp_avg", readOnly));
    s.refuses(INVALID_ARGUMENT, "on the heap", () -> s.opt.setState(1, "exp_avg", FloatBuffer.allocate(7)));
    s.refuses(INVALID_ARGUMENT, "name", () -> s.opt.copyState(1, null, s.b));
    s.refuses(INVALID_ARGUMENT, "name", () -> s.opt.setState(1, null, Tensor.of(s.b)));
    s.refuses(SHAPE, "from", () -> s.opt.setState(1, "exp_avg", Tensor.none()));
    s.refuses(INVALID_ARGUMENT, "buffer", () -> s.opt.setState(1, "exp_avg", (FloatBuffer)null));
    s.refuses(INVALID_ARGUMENT, "from[0]", () -> s.opt.setState(1, "exp_avg", (Tensor)null));
  }
}
