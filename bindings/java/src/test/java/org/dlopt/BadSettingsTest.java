package org.dlopt;

import static org.dlopt.Expect.refused;
import static org.dlopt.Status.INVALID_ARGUMENT;
import static org.dlopt.Status.OUT_OF_RANGE;
import static org.dlopt.Status.STATE;
import static org.dlopt.Status.UNKNOWN_HYPER;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.stream.DoubleStream;
import org.dlopt.rules.Adam;
import org.dlopt.rules.AdamW;
import org.dlopt.rules.Rprop;
import org.dlopt.rules.Sgd;
import org.dlopt.rules.Sgld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings that must be refused, with the right status and nothing changed; numbers are those of the requirements. */
final class BadSettingsTest {
  private final Subject s = new Subject();

  @AfterEach
  void close() {
    s.close();
  }

  private static double[] all(double... bad) { return DoubleStream.concat(DoubleStream.of(bad), DoubleStream.of(Double.NaN)).toArray(); }

  @Test void learningRates() { // 11, 12, 13, 15
    for (double bad : all(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1e-3, -Double.MIN_VALUE, 1e39)) {
      s.refuses(OUT_OF_RANGE, "lr", () -> s.opt.set(Hyper.LR, bad));
      s.refuses(OUT_OF_RANGE, "lr", () -> s.opt.set(Group.FIRST, Hyper.LR, bad));
      refused(OUT_OF_RANGE, "lr", () -> AdamW.builder().lr(bad).build());
      refused(OUT_OF_RANGE, "lr", () -> AdamW.builder().lr(bad).outline());
    }
  }

  @Test void betasAndDecay() { // 16, 20, 26
    for (double bad : all(1.0, -0.1)) {
      s.refuses(OUT_OF_RANGE, "beta1", () -> s.opt.set(Hyper.BETA1, bad));
      s.refuses(OUT_OF_RANGE, "beta2", () -> s.opt.set(Hyper.BETA2, bad));
    }
    for (double bad : all(-1.0, Double.POSITIVE_INFINITY))
      s.refuses(OUT_OF_RANGE, "weight_decay", () -> s.opt.set(Hyper.WEIGHT_DECAY, bad));
    refused(OUT_OF_RANGE, "beta2", () -> AdamW.builder().beta1(0.5).beta2(2).build());
  }

  @Test void unknownOnes() { // 21, 22
    s.refuses(UNKNOWN_HYPER, "beta1", () -> s.opt.set(Hyper.MOMENTUM, 0.9));
    s.refuses(UNKNOWN_HYPER, "beta2", () -> s.opt.get(Hyper.MOMENTUM));
    s.refuses(INVALID_ARGUMENT, "hyper", () -> s.opt.set(null, 0.9));
  }

  @Test void otherKinds() { // 23
    s.refuses(OUT_OF_RANGE, "amsgrad", () -> s.opt.set(Hyper.AMSGRAD, 7));
    s.refuses(OUT_OF_RANGE, "eps_mode", () -> s.opt.set(Hyper.EPS_MODE, 1.5));
    s.refuses(OUT_OF_RANGE, "eps_mode", () -> s.opt.set(Hyper.EPS_MODE, 99));
    for (long bad : new long[] {(1L << 53) + 1, Long.MIN_VALUE, Long.MAX_VALUE})
      refused(OUT_OF_RANGE, "seed", () -> Sgld.builder().seed(bad));
    refused(INVALID_ARGUMENT, "EPS_MODE", () -> AdamW.builder().epsMode(null));
  }

  @Test void contradictions() { // 24, 25
    FloatBuffer w = Tensor.floats(1);
    try (Optimizer sgd = Sgd.builder().nesterov(true).build(); Optimizer rprop = Rprop.builder().stepSizeMin(1).stepSizeMax(0.5).build()) {
      refused(OUT_OF_RANGE, "nesterov", () -> sgd.step(w, Tensor.floats(1)));
      refused(OUT_OF_RANGE, "step_size", () -> rprop.step(w, Tensor.floats(1)));
    }
    refused(OUT_OF_RANGE, "etaminus", () -> Rprop.builder().etaminus(1.5).build());
    refused(OUT_OF_RANGE, "etaplus", () -> Rprop.builder().etaplus(0.5).build());
  }

  @Test void groupsAndPresets() { // 27, 28
    s.refuses(INVALID_ARGUMENT, "group", () -> s.opt.set(new Group(1), Hyper.LR, 1));
    s.refuses(INVALID_ARGUMENT, "group", () -> s.opt.get(new Group(-1), Hyper.LR));
    for (String bad : new String[] {"", "Torch", "x".repeat(1 << 20)}) {
      s.refuses(INVALID_ARGUMENT, "preset", () -> s.opt.preset(bad));
      refused(INVALID_ARGUMENT, "preset", () -> Adam.builder().preset(bad).build());
    }
    s.refuses(INVALID_ARGUMENT, "zero", () -> s.opt.preset("to\0rch"));
    s.refuses(INVALID_ARGUMENT, "null", () -> s.opt.preset(null));
    refused(INVALID_ARGUMENT, "preset", () -> Adam.builder().preset(null));
  }

  @Test void namesAndRuntimes() { // 2, 9
    refused(INVALID_ARGUMENT, "name", () -> Introspection.rule("adamw "));
    refused(INVALID_ARGUMENT, "null", () -> Introspection.rule(null));
    refused(INVALID_ARGUMENT, "null", () -> Introspection.hypers(null));
    for (int bad : new int[] {-1, 1_000_000}) refused(OUT_OF_RANGE, "threads", () -> Runtime.threads(bad));
    refused(INVALID_ARGUMENT, "name", () -> Runtime.forceCpuIsa("mmx"));
    refused(OUT_OF_RANGE, "total_steps", () -> Recipes.create(Recipe.BERT, 0, 10_000));
    refused(INVALID_ARGUMENT, "recipe", () -> Recipes.create(null, 0, 0));
    s.refuses(STATE, "plateau", () -> s.opt.report(1));
  }

  @Test void smallestAndLargestAreTaken() { // 14, 17, 18, 19
    for (double lr : new double[] {0, -0.0, Double.MIN_VALUE}) s.opt.set(Hyper.LR, lr);
    s.opt.set(Hyper.BETA2, Math.nextDown(1.0));
    s.opt.set(Hyper.EPS, 1e-50);
    s.opt.step(s.params, s.grads);
    s.opt.set(Hyper.EPS, 0);
    s.opt.step(s.params, s.grads);
    for (int i = 0; i < 7; i++) assertTrue(Float.isFinite(s.b.get(i)));
  }
}
