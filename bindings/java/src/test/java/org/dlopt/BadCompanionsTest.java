package org.dlopt;

import static org.dlopt.Expect.refused;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.NONFINITE;
import static org.dlopt.Status.OUT_OF_RANGE;
import static org.dlopt.Status.SHAPE;
import static org.dlopt.Status.UNKNOWN_HYPER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.dlopt.choices.WarmupKind;
import org.dlopt.rules.Sgd;
import org.dlopt.schedules.Constant;
import org.dlopt.schedules.Cosine;
import org.dlopt.schedules.MultiStep;
import org.dlopt.schedules.OneCycle;
import org.dlopt.schedules.Plateau;
import org.dlopt.schedules.Polynomial;
import org.dlopt.wrappers.Ema;
import org.dlopt.wrappers.Lookahead;
import org.junit.jupiter.api.Test;

/** What schedules, scalers, watches, wrappers and clipping must refuse; numbers are those of the requirements. */
final class BadCompanionsTest {
  @Test void fieldsOfSchedules() { // 73, 74
    refused(OUT_OF_RANGE, "step_size", () -> org.dlopt.schedules.Step.builder().stepSize(0).build());
    refused(OUT_OF_RANGE, "total_steps", () -> Cosine.builder().totalSteps(0).build());
    refused(OUT_OF_RANGE, "gamma", () -> org.dlopt.schedules.Step.builder().gamma(Double.NaN).build());
    refused(OUT_OF_RANGE, "pct_start", () -> OneCycle.builder().pctStart(1.5).build());
    refused(OUT_OF_RANGE, "power", () -> Polynomial.builder().power(-1).build());
    refused(OUT_OF_RANGE, "patience", () -> Plateau.builder().patience(-1).build());
    for (double[] bad : new double[][] {{3, 2}, {-1}, {1.5}, {Double.NaN}})
      refused(OUT_OF_RANGE, "milestones", () -> MultiStep.builder().milestones(bad).build());
    refused(INVALID_ARGUMENT, "MILESTONES", () -> MultiStep.builder().milestones((double[])null));
    try (Schedule cosine = Cosine.builder().base(3).build()) {
      refused(INVALID_ARGUMENT, "base", () -> cosine.setList(ScheduleField.BASE, 1));
      refused(UNKNOWN_HYPER, "total_steps", () -> cosine.set(ScheduleField.GAMMA, 1));
      refused(OUT_OF_RANGE, "total_steps", () -> cosine.set(ScheduleField.TOTAL_STEPS, 2.5));
      refused(INVALID_ARGUMENT, "field", () -> cosine.get(null));
      refused(INVALID_ARGUMENT, "plateau", () -> cosine.report(1));
      assertEquals(3, cosine.value(0));
    }
  }

  @Test void stepsOfSchedules() { // 75
    try (Schedule cosine = Cosine.builder().base(3).finalValue(1).build()) {
      refused(OUT_OF_RANGE, "step", () -> cosine.value(-1));
      assertEquals(1, cosine.value(Long.MAX_VALUE));
    }
  }

  @Test void compositions() { // 76
    try (Schedule one = Constant.builder().build()) {
      refused(INVALID_ARGUMENT, "count", Schedule::product);
      refused(INVALID_ARGUMENT, "count", () -> Schedule.sequence(List.of()));
      refused(INVALID_ARGUMENT, "children[1]", () -> Schedule.chain(one, null));
      refused(INVALID_ARGUMENT, "milestones", () -> Schedule.sequence(List.of(one, one)));
      refused(OUT_OF_RANGE, "milestones", () -> Schedule.sequence(List.of(one, one, one), 5, 4));
      refused(INVALID_ARGUMENT, "count", () -> Schedule.sequence(Collections.nCopies(65_537, one), new long[65_536]));
      refused(OUT_OF_RANGE, "steps", () -> one.warmup(-1, WarmupKind.LINEAR));
      refused(Status.UNSUPPORTED, "warmup", () -> one.warmup(3, WarmupKind.CONSTANT));
      refused(INVALID_ARGUMENT, "16", () -> nested(one, 17));
      assertEquals(1, one.value(0)); // none of these holds it still
    }
    Schedule closed = Constant.builder().build();
    closed.close();
    refused(Status.STATE, "closed", () -> Schedule.product(closed));
    try (Optimizer opt = Sgd.builder().build()) {
      refused(Status.STATE, "closed", () -> opt.follow(Hyper.LR, closed));
    }
  }

  private static void nested(Schedule inner, int levels) {
    try (Schedule outer = Schedule.chain(inner)) {
      if (levels > 1) nested(outer, levels - 1);
    }
  }

  @Test
  void nothingAtAll() {
    refused(INVALID_ARGUMENT, "children", () -> Schedule.sequence(null));
    refused(INVALID_ARGUMENT, "milestones", () -> Schedule.sequence(List.of(Constant.builder().build()), (long[])null));
    refused(INVALID_ARGUMENT, "children", () -> Schedule.product((Schedule[])null));
    refused(INVALID_ARGUMENT, "children", () -> Schedule.chain((Schedule[])null));
    refused(INVALID_ARGUMENT, "columns", () -> History.of((String[])null));
    refused(INVALID_ARGUMENT, "rates", () -> LearningRates.suggest(null, new double[2], 0, Suggestion.MINIMUM));
    refused(INVALID_ARGUMENT, "gradients", () -> Gradients.of((Tensor[])null));
    refused(INVALID_ARGUMENT, "norms", () -> NormHistory.restore(null, 0));
    refused(INVALID_ARGUMENT, "optimizer", () -> Monitor.stateHash(null));
    refused(INVALID_ARGUMENT, "optimizer", () -> Checkpoint.toBytes(null));
    try (Subject s = new Subject(); NormWatch watch = NormWatchOptions.builder().build(); History history = History.of("loss")) {
      s.refuses(INVALID_ARGUMENT, "options", () -> Checkpoint.toBytes(s.opt, null));
      s.refuses(INVALID_ARGUMENT, "options", () -> Checkpoint.load(s.opt, new byte[8], null));
      s.refuses(INVALID_ARGUMENT, "what", () -> Monitor.measure(s.opt, null));
      s.refuses(INVALID_ARGUMENT, "params", () -> Monitor.stateHash(s.opt, (Tensor[])null));
      s.refuses(INVALID_ARGUMENT, "grad", () -> Monitor.stats(s.opt, 0, Tensor.none(), null));
      refused(INVALID_ARGUMENT, "norms", () -> watch.restore((double[])null));
      refused(INVALID_ARGUMENT, "values", () -> history.append(0, 0, (double[])null));
    }
  }

  @Test void scalers() { // 77
    for (double bad : new double[] {1.0 - 1e-9, 0.5, Double.NaN})
      refused(OUT_OF_RANGE, "growth_factor", () -> ScalerOptions.builder().growthFactor(bad).build());
    for (double bad : new double[] {0, 2})
      refused(OUT_OF_RANGE, "backoff_factor", () -> ScalerOptions.builder().backoffFactor(bad).build());
    refused(OUT_OF_RANGE, "growth_interval", () -> ScalerOptions.builder().growthInterval(0).build());
    refused(OUT_OF_RANGE, "init_scale", () -> ScalerOptions.builder().initScale(Double.POSITIVE_INFINITY).build());
    refused(INVALID_ARGUMENT, "jax", () -> ScalerOptions.builder().preset("jax").build());
    try (Scaler scaler = ScalerOptions.builder().build()) {
      refused(OUT_OF_RANGE, "scale", () -> scaler.set(ScalerField.SCALE, 0));
      refused(INVALID_ARGUMENT, "preset", () -> scaler.preset(null));
      assertEquals(65536, scaler.scale());
    }
  }

  @Test
  void watches() {
    refused(OUT_OF_RANGE, "window", () -> NormWatchOptions.builder().window(1025).build());
    try (NormWatch watch = NormWatchOptions.builder().window(2).build()) {
      refused(OUT_OF_RANGE, "norm", () -> watch.look(0, -1));
      refused(OUT_OF_RANGE, "norm", () -> watch.restore(1, Double.NaN));
      refused(OUT_OF_RANGE, "count", () -> watch.restore(1, 2, 3));
      assertArrayEquals(new double[0], watch.window());
    }
  }

  @Test
  void wrappers() {
    try (Subject s = new Subject()) {
      s.refuses(OUT_OF_RANGE, "decay", () -> s.opt.wrap(Ema.builder().decay(1)));
      s.refuses(OUT_OF_RANGE, "k", () -> s.opt.wrap(Lookahead.builder().k(0)));
      s.refuses(INVALID_ARGUMENT, "wrapper", () -> s.opt.wrap(null));
      s.refuses(INVALID_ARGUMENT, "index", () -> s.opt.getWrapped(0, WrapperField.ALPHA));
      s.opt.wrap(Lookahead.builder());
      s.refuses(Status.STATE, "lookahead", () -> s.opt.wrap(Lookahead.builder()));
      s.refuses(UNKNOWN_HYPER, "alpha", () -> s.opt.setWrapped(0, WrapperField.DECAY, 0.5));
      s.refuses(OUT_OF_RANGE, "alpha", () -> s.opt.setWrapped(0, WrapperField.ALPHA, 2));
    }
  }

  @Test void clipping() { // 60, 63, 64, 65, 66
    FloatBuffer buffer = Tensor.floats(2).put(0, 1).put(1, Float.NaN);
    Gradients grads = Gradients.of(Tensor.of(buffer));
    refused(NONFINITE, "norm", () -> grads.clipNorm(1));
    refused(NONFINITE, "norm", () -> grads.clipPerTensor(1, 2, ClipForm.EXACT));
    for (double bad : new double[] {-1, Double.NaN}) {
      refused(OUT_OF_RANGE, "max_norm", () -> grads.clipNorm(bad));
      refused(OUT_OF_RANGE, "limit", () -> grads.clipValue(bad));
    }
    for (double bad : new double[] {0, -2, Double.NaN}) refused(OUT_OF_RANGE, "p", () -> grads.norm(bad));
    refused(OUT_OF_RANGE, "min_ndim", () -> grads.centralize(1));
    refused(OUT_OF_RANGE, "scale", () -> grads.unscale(0));
    refused(INVALID_ARGUMENT, "params", () -> grads.addPenalty(new Tensor[0], 1, 1));
    refused(INVALID_ARGUMENT, "params", () -> grads.clipAgc(null, 1, 1, 2, Units.FIRST));
    refused(SHAPE, "params", () -> grads.addPenalty(new Tensor[] {Tensor.of(Tensor.floats(3))}, 1, 1));
    Gradients finite = Gradients.of(Tensor.of(Tensor.floats(1)));
    refused(OUT_OF_RANGE, "capacity", () -> grads.clipPercentile(2, ClipForm.EXACT, NormHistory.of(0)));
    refused(Status.CORRUPT, "norms", () -> finite.clipPercentile(2, ClipForm.EXACT, NormHistory.restore(new double[] {-1, 0}, 1)));
    refused(INVALID_ARGUMENT, "gradients[0]", () -> Gradients.of(Tensor.of(buffer.asReadOnlyBuffer())).clipNorm(1));
    refused(INVALID_ARGUMENT, "form", () -> grads.clipNorm(1, 2, null));
    assertEquals(1, buffer.get(0));
    FloatBuffer large = Tensor.floats(4);
    for (int i = 0; i < 4; i++) large.put(i, 1e20f);
    assertEquals(2e20, Gradients.of(Tensor.of(large)).clipNorm(1, 2, ClipForm.EXACT), 1e14);
    assertEquals(0.5f, large.get(0));
    assertEquals(0, Gradients.of(Tensor.of(Tensor.floats(4))).clipNorm(1));
  }

  @Test
  void learningRates() {
    refused(INVALID_ARGUMENT, "losses", () -> LearningRates.suggest(new double[] {1, 2}, new double[] {1}, 0, Suggestion.MINIMUM));
    refused(OUT_OF_RANGE, "smoothing", () -> LearningRates.suggest(new double[] {1, 2}, new double[] {2, 1}, 1, Suggestion.MINIMUM));
    refused(OUT_OF_RANGE, "batch", () -> LearningRates.scale(1, 0, 1, BatchScaling.LINEAR));
  }

  @Test
  void histories() {
    for (String bad : Arrays.asList("step", "", "a\nb", "a\0b", null)) refused(INVALID_ARGUMENT, "columns", () -> History.of(bad));
    refused(OUT_OF_RANGE, "count", History::of);
    try (History history = History.of("loss")) {
      refused(INVALID_ARGUMENT, "count", () -> history.append(1, 0));
      refused(OUT_OF_RANGE, "wall_time", () -> history.append(1, Double.NaN, 1));
      refused(OUT_OF_RANGE, "row", () -> history.row(0));
      refused(OUT_OF_RANGE, "first", () -> history.write(HistoryFormat.CSV, 1, new ByteArrayOutputStream()));
      assertEquals(0, history.rows());
    }
  }
}
