package org.dlopt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.dlopt.choices.EpsMode;
import org.dlopt.choices.WarmupKind;
import org.dlopt.rules.Adam;
import org.dlopt.rules.Sgd;
import org.dlopt.schedules.Constant;
import org.dlopt.schedules.Linear;
import org.dlopt.schedules.Plateau;
import org.dlopt.schedules.Table;
import org.dlopt.wrappers.Lookahead;
import org.junit.jupiter.api.Test;

/** Schedules, scalers, wrappers, recipes, presets. */
final class CompanionsTest {
  private static double value(Schedule made, long step) {
    try (made) {
      return made.value(step);
    }
  }

  @Test
  void schedulesCompose() {
    try (Runtime runtime = Runtime.threads(0); Schedule half = Constant.builder().runtime(runtime).base(0.5).build();
         Schedule line = Linear.builder().base(2).startFactor(0).endFactor(1).totalSteps(10).build()) {
      assertEquals(0.5, value(Schedule.product(half, line), 5));
      assertEquals(0.25, value(Schedule.product(half, half), 5));
      assertEquals(1, value(Schedule.sequence(List.of(half, line), 3), 8));
      assertEquals(0.25, value(Schedule.chain(half, line), 5));
      assertEquals(0.25, value(half.warmup(4, WarmupKind.LINEAR), 2));
      assertEquals(0.375, value(half.warmup(4, WarmupKind.LINEAR_FROM_ONE), 2));
    }
    try (Schedule table = Table.builder().values(1, 3).build()) {
      assertArrayEquals(new double[] {1, 3}, table.getList(ScheduleField.VALUES));
      table.setList(ScheduleField.VALUES, 7);
      assertArrayEquals(new double[] {7}, table.getList(ScheduleField.VALUES));
      table.set(ScheduleField.BASE, 2);
      assertEquals(14, table.value(0));
      table.setList(ScheduleField.VALUES);
      assertArrayEquals(new double[0], table.getList(ScheduleField.VALUES));
    }
  }

  @Test
  void plateausListen() {
    try (Schedule plateau = Plateau.builder().base(1).patience(0).gamma(0.5).build(); Optimizer opt = Sgd.builder().build()) {
      opt.follow(Hyper.LR, plateau);
      for (int i = 0; i < 2; i++) opt.report(1);
      assertEquals(0.5, opt.get(Hyper.LR));
      assertEquals(1, plateau.value(0));                                        // the optimizer has a copy
      for (double metric : new double[] {3, 2, 2.5, 4}) plateau.report(metric); // the last two are no better
      assertEquals(0.25, plateau.value(0));
      opt.unfollow(Hyper.LR);
      assertEquals(1e-3, opt.get(Hyper.LR));
    }
  }

  @Test
  void learningRates() {
    assertEquals(0.2, LearningRates.scale(0.1, 512, 256, BatchScaling.LINEAR));
    assertEquals(0.2, LearningRates.scale(0.1, 1024, 256, BatchScaling.SQRT));
    assertEquals(1, LearningRates.suggest(new double[] {1, 10, 100}, new double[] {3, 1, 5}, 0, Suggestion.MINIMUM));
  }

  @Test
  void scalersHoldStepsBack() {
    FloatBuffer w = Tensor.floats(3);
    FloatBuffer g = Tensor.floats(3).put(0, Float.POSITIVE_INFINITY);
    Tensor[] params = {Tensor.of(w)};
    Tensor[] grads = {Tensor.of(g)};
    try (Optimizer opt = Sgd.builder().lr(1).build();
         Scaler scaler = ScalerOptions.builder().preset("torch").initScale(1024).growthInterval(1).build()) {
      opt.add(Param.of(3));
      Step options = Step.options().scaler(scaler);
      assertTrue(opt.step(params, grads, options).skipped());
      assertEquals(512, scaler.scale());
      assertEquals(1, scaler.get(ScalerField.SKIPPED));
      g.put(0, 512);
      assertFalse(opt.step(params, grads, options).skipped());
      assertEquals(-1, w.get(0));
      assertEquals(1024, scaler.scale());
      scaler.update(true);
      assertEquals(512, scaler.scale());
      scaler.set(ScalerField.GROWTH_INTERVAL, 7);
      assertEquals(7, scaler.get(ScalerField.GROWTH_INTERVAL));
      scaler.preset("static");
      assertEquals(0, scaler.get(ScalerField.DYNAMIC));
    }
  }

  @Test
  void wrappersAct() {
    FloatBuffer w = Tensor.floats(1);
    FloatBuffer g = Tensor.floats(1).put(0, 1);
    try (Optimizer opt = Sgd.builder().lr(1).build()) {
      int lookahead = opt.wrap(Lookahead.builder().k(2).alpha(0.25));
      assertEquals(0, lookahead);
      opt.step(w, g);
      assertEquals(-1, w.get(0));
      opt.step(w, g);
      assertEquals(-0.5f, w.get(0)); // a quarter of the way from 0 to -2
      opt.setWrapped(lookahead, WrapperField.ALPHA, 1);
      assertEquals(1, opt.getWrapped(lookahead, WrapperField.ALPHA));
    }
  }

  @Test
  void recipesAndPresets() {
    try (Optimizer ppo = Recipes.create(Recipe.PPO, 0, 0); Optimizer tf = Adam.builder().preset("tf").build();
         Optimizer set = Adam.builder().epsMode(EpsMode.OUTSIDE).preset("tf").build();
         Optimizer last = Adam.builder().lr(0.5).lr(0.25).build()) {
      assertEquals(3e-4, ppo.get(Hyper.LR));
      Recipes.create(Recipe.BERT, 0, 20_000).close();
      Recipes.create(Recipe.RESNET, 100, 0).close();
      assertEquals(EpsMode.HAT.number(), tf.get(Hyper.EPS_MODE));
      assertEquals(EpsMode.OUTSIDE.number(), set.get(Hyper.EPS_MODE)); // what is set goes before the preset
      assertEquals(0.25, last.get(Hyper.LR));
    }
    assertTrue(Introspection.presets(Rule.ADAM).contains("tf"));
    assertEquals("exp_avg", Introspection.states(Rule.ADAM).get(0).name());
    assertEquals(StateMoment.SECOND, Introspection.states(Rule.ADAM).get(1).moment());
  }

  @Test
  void buildersKeepACopyAndLeaveNothing() {
    double[] values = {1, 3};
    Table table = Table.builder().values(values);
    values[0] = 7;
    assertEquals(1, value(table.build(), 0));
    Runtime runtime = Runtime.threads(0);
    Expect.refused(Status.OUT_OF_RANGE, "lr", () -> Adam.builder().runtime(runtime).lr(-1).build());
    runtime.close(); // would be BUSY while something is left that was made with it
  }

  @Test
  void outlinesArePlaced() {
    try (Optimizer outline = Adam.builder().lr(1).outline()) {
      outline.add(Param.of(2));
      Tensor[] one = {Tensor.of(Tensor.floats(2))};
      Tensor[] gradient = {Tensor.of(Tensor.floats(2).put(0, 1))};
      Expect.refused(Status.STATE, "outline", () -> outline.step(one, gradient));
      try (Optimizer placed = outline.place(ByteBuffer.allocateDirect((int)outline.size()))) {
        placed.step(one, gradient);
        assertEquals(1, placed.get(Hyper.LR));
        assertEquals(1, placed.steps());
      }
    }
  }

  @Test
  void presetsOfEveryRule() {
    for (Rule rule : Rule.values()) {
      for (String preset : Introspection.presets(rule))
        ((RuleBuilder<?>)Builders.begin("rules.", Introspection.name(rule))).preset(preset).build().close();
    }
  }
}
