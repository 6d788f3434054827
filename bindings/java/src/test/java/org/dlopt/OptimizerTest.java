package org.dlopt;

import static org.dlopt.Expect.floats;
import static org.dlopt.Expect.holds;
import static org.dlopt.Expect.list;
import static org.dlopt.Expect.refused;
import static org.dlopt.Expect.subtracting;
import static org.dlopt.Expect.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.dlopt.rules.AdamW;
import org.dlopt.rules.ScheduleFreeSgd;
import org.dlopt.schedules.Linear;
import org.dlopt.schedules.Plateau;
import org.dlopt.wrappers.Sam;
import org.junit.jupiter.api.Test;

/** Groups, parameters, states and copies of an optimizer. */
final class OptimizerTest {
  @Test
  void groups() {
    FloatBuffer w = floats(1);
    FloatBuffer v = floats(1);
    try (Optimizer opt = subtracting()) {
      Group second = opt.addGroup();
      opt.set(second, Hyper.LR, 0.5);
      assertEquals(0.5, opt.get(second, Hyper.LR));
      assertEquals(1, opt.get(Hyper.LR));
      assertEquals(1, opt.get(Group.FIRST, Hyper.LR));
      opt.add(Param.of(1));
      opt.add(Param.of(1).group(second));
      opt.step(list(Tensor.of(w), Tensor.of(v)), list(tensor(1), tensor(1)));
      refused(Status.UNKNOWN_HYPER, "", () -> opt.set(Hyper.BETA1, 0.5));
      refused(Status.OUT_OF_RANGE, "lr", () -> opt.set(Hyper.LR, -1));
      refused(Status.INVALID_ARGUMENT, "group", () -> opt.set(new Group(7), Hyper.LR, 1));
      refused(Status.INVALID_ARGUMENT, "hyper: got null", () -> opt.set(null, 1));
    }
    holds(w, 0);
    holds(v, 0.5f);
  }

  @Test
  void schedules() {
    try (Optimizer opt = subtracting(); Schedule half = Linear.builder().base(4).startFactor(0.5).endFactor(1).totalSteps(2).build()) {
      Group second = opt.addGroup();
      opt.follow(Hyper.LR, half);
      assertEquals(2, opt.get(Hyper.LR));
      opt.step(Tensor.floats(1), Tensor.floats(1));
      assertEquals(3, opt.get(Hyper.LR));
      opt.unfollow(second, Hyper.LR);
      assertEquals(1, opt.get(second, Hyper.LR));
      assertEquals(3, opt.get(Hyper.LR));
      opt.unfollow(Hyper.LR);
      assertEquals(1, opt.get(Hyper.LR));
      opt.follow(second, Hyper.LR, half);
      assertEquals(3, opt.get(second, Hyper.LR));
      refused(Status.STATE, "plateau", () -> opt.report(1));
      try (Schedule plateau = Plateau.builder().base(0.5).patience(0).gamma(0.5).build()) {
        opt.follow(Hyper.LR, plateau);
      }
      opt.report(1);
      opt.report(2);
      assertEquals(0.25, opt.get(Hyper.LR));
    }
    Schedule closed = Linear.builder().build();
    closed.close();
    try (Optimizer opt = subtracting()) {
      refused(Status.STATE, "Schedule", () -> opt.follow(Hyper.LR, closed));
    }
  }

  @Test
  void parameters() {
    FloatBuffer w = floats(1, 1);
    try (Optimizer opt = subtracting()) {
      opt.set(Hyper.WEIGHT_DECAY, 0.5);
      int bias = opt.add(Param.of(2).name("bias").role(Role.BIAS).lrScale(0.5));
      opt.scaleRoles(1, 0, Role.BIAS, Role.NORM);
      Tensor[] params = list(Tensor.of(w));
      Tensor[] grads = list(tensor(2, 4));
      opt.step(params, grads);
      holds(w, 0, -1);
      opt.scale(bias, 0.25, 0);
      opt.step(params, grads);
      holds(w, -0.5f, -2);
      opt.scaleElements(bias, tensor(4, 8), null);
      opt.step(params, grads);
      holds(w, -2.5f, -10);
      opt.scaleElements(bias, null, null);
      opt.freeze(bias, true);
      opt.step(params, grads);
      holds(w, -2.5f, -10);
      opt.freeze(bias, false);
      opt.project(bias, -5, 5, 0);
      opt.step(params, grads);
      holds(w, -3, -5);
      opt.remove(bias);
      assertEquals(1, opt.paramCount());
      opt.step(list(Tensor.none()), list(Tensor.none()));
      refused(Status.STATE, "", () -> opt.freeze(bias, true));
    }
  }

  @Test
  void declarations() {
    try (Optimizer opt = AdamW.builder().build()) {
      Param halves = Param.of(32, 256).dtype(DType.BF16).master(Master.FULL).stateForm(StateForm.DYNAMIC8).decayScale(0.5);
      int first = opt.add(halves.name("first"));
      int second = opt.add(halves.name("second"));
      assertEquals(1, second);
      Tensor w = Tensor.of(Tensor.shorts(32 * 256), DType.BF16, 32, 256);
      Tensor g = Tensor.of(Tensor.shorts(32 * 256), DType.BF16, 32, 256);
      opt.step(list(w, Tensor.of(Tensor.shorts(32 * 256), DType.BF16, 32, 256)), list(g, g));
      assertEquals(DType.F32, opt.state(first, "master").dtype());
      assertEquals("U8[32, 256]", opt.state(second, "exp_avg").toString());
      refused(Status.DTYPE, "", () -> opt.add(Param.of(1).dtype(DType.I8)));
      refused(Status.INVALID_ARGUMENT, "first", () -> opt.add(halves.name("first")));
    }
  }

  private static void sameSteps(Optimizer one, Optimizer other) {
    FloatBuffer w = floats(1, 2, 3);
    FloatBuffer v = floats(1, 2, 3);
    for (int i = 0; i < 3; i++) {
      one.step(w, floats(i, 1, -i));
      other.step(v, floats(i, 1, -i));
    }
    assertEquals(w, v);
    assertTrue(w.get(0) != 1);
  }

  @Test
  void copies() {
    try (Optimizer opt = AdamW.builder().lr(0.1).build()) {
      opt.add(Param.of(3));
      opt.step(floats(1, 2, 3), floats(3, 2, 1));
      try (Optimizer copy = opt.copy()) {
        sameSteps(opt, copy);
      }
    }
  }

  @Test
  void blocksOfTheProgram() {
    try (Optimizer outline = AdamW.builder().lr(0.1).outline(); Optimizer opt = AdamW.builder().lr(0.1).build()) {
      outline.add(Param.of(3));
      refused(Status.STATE, "", () -> outline.step(Tensor.floats(3), Tensor.floats(3)));
      ByteBuffer block = ByteBuffer.allocateDirect((int)outline.size() + 3).position(3);
      refused(Status.OUT_OF_RANGE, "bytes", () -> outline.place(ByteBuffer.allocateDirect(64)));
      refused(Status.INVALID_ARGUMENT, "block: got a buffer that is on the heap", () -> outline.place(ByteBuffer.allocate(1 << 20)));
      refused(Status.INVALID_ARGUMENT, "block: got a buffer that is read-only", () -> outline.place(block.asReadOnlyBuffer()));
      try (Optimizer placed = outline.place(block)) {
        sameSteps(opt, placed);
        refused(Status.OUT_OF_MEMORY, "", () -> placed.add(Param.of(1 << 20)));
      }
    }
  }

  @Test
  void observedGradients() {
    try (Optimizer opt = subtracting()) {
      opt.add(Param.of(2));
      Tensor grad = tensor(3, 4);
      opt.observe(0, grad);
      refused(Status.STATE, "", () -> opt.step(list(tensor(1, 1)), list(tensor(3, 4)), Step.options().gradNorm()));
      assertEquals(5, opt.step(list(tensor(1, 1)), list(grad), Step.options().gradNorm()).gradNorm());
      opt.observe(0, grad);
      opt.observe(0, Tensor.none());
      opt.step(list(tensor(1, 1)), list(tensor(3, 4)), Step.options().gradNorm());
    }
  }

  @Test
  void modesPerturbationsAndHessians() {
    FloatBuffer w = floats(1, 2);
    Tensor[] params = list(Tensor.of(w));
    try (Optimizer free = ScheduleFreeSgd.builder().lr(1).build(); Optimizer sam = subtracting();
         Optimizer sophia = Optimizer.create(null, Rule.SOPHIA)) {
      free.add(Param.of(2));
      free.step(params, list(tensor(1, 1)));
      free.mode(Mode.EVAL, params);
      refused(Status.STATE, "", () -> free.step(params, list(tensor(1, 1))));
      free.mode(Mode.TRAIN, params);
      sam.add(Param.of(2));
      sam.wrap(Sam.builder().rho(5).eps(0));
      w.put(0, 1).put(1, 2);
      sam.perturb(params, list(tensor(3, 4)));
      holds(w, 4, 6);
      sam.perturb(params, null);
      holds(w, 1, 2);
      sophia.add(Param.of(2));
      sophia.hessian(tensor(1, 1));
      assertTrue(sophia.state(0, "hessian").floats().get(0) > 0);
      refused(Status.UNSUPPORTED, "", () -> sam.hessian(tensor(1, 1)));
    }
  }

  @Test
  void runtimesAndVersions() {
    try (Runtime pool = Runtime.threads(3); Optimizer one = AdamW.builder().runtime(pool).build();
         Optimizer other = AdamW.builder().build()) {
      FloatBuffer w = Tensor.floats(1 << 20);
      FloatBuffer v = Tensor.floats(1 << 20);
      FloatBuffer g = Tensor.floats(1 << 20);
      for (int i = 0; i < g.capacity(); i++) g.put(i, i % 97 - 48.5f);
      for (int i = 0; i < 3; i++) {
        one.step(w, g);
        other.step(v, g);
      }
      assertEquals(w, v);
    }
    refused(Status.OUT_OF_RANGE, "threads", () -> Runtime.threads(-1));
    refused(Status.UNSUPPORTED, "", Runtime::cudaDeviceCount);
    assertEquals("0.1.0", Runtime.version());
    assertTrue(Runtime.buildInfo().startsWith("{\"version\": \"0.1.0\""));
    String best = Runtime.cpuIsa();
    Runtime.forceCpuIsa("scalar");
    assertEquals("scalar", Runtime.cpuIsa());
    Runtime.forceCpuIsa(null);
    assertEquals(best, Runtime.cpuIsa());
    refused(Status.INVALID_ARGUMENT, "scalar", () -> Runtime.forceCpuIsa("mmx"));
  }
}
