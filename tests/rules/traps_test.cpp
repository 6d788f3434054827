// Where implementations of the same name are known to differ: one test for each such place, with numbers that can be checked on paper.
// Traps of single rules stand beside the other tests of those rules.
#include "handles.h"

#include <cmath>
#include <limits>

namespace dlopt_test {
namespace {

using settings = std::vector<std::pair<dlopt_hyper, double>>;

// An optimizer of one f64 element.
class element {
public:
  element(dlopt_rule rule, const settings& set, double start = 0) : optimizer(make_optimizer(rule)), p(start) {
    for (const auto& [hyper, value] : set) this->set(hyper, value);
  }
  void set(dlopt_hyper hyper, double value) { EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), hyper, value)); }
  double step(double g) {
    EXPECT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &p, &g, 1));
    return p;
  }
  // A step without a gradient.
  double step() {
    const int64_t one = 1;
    dlopt_tensor param, grad;
    EXPECT_DLOPT(dlopt_tensor_init(&param, sizeof param, &p, DLOPT_DTYPE_F64, 1, &one));
    EXPECT_DLOPT(dlopt_tensor_init(&grad, sizeof grad, nullptr, DLOPT_DTYPE_F64, 1, &one));
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), &param, &grad, 1, nullptr));
    return p;
  }
  optimizer_handle optimizer;
  double p;
};

// ---- rules

// 0.999 in f32 is 1.3e-8 too large, which makes 1 - beta2 wrong by 1.3e-5 of itself. The first step of Adam is lr, whatever the gradient.
TEST(traps, bias_correction_is_of_betas_in_double_for_f32_parameters_too) {
  for (dlopt_rule rule : {DLOPT_RULE_ADAM, DLOPT_RULE_ADAMW}) {
    const optimizer_handle optimizer = make_optimizer(rule);
    float p = 0, g = 0.3f;
    ASSERT_DLOPT(dlopt_optimizer_step_f32(optimizer.get(), &p, &g, 1));
    EXPECT_NEAR(-1e-3, double(p), 3e-10) << dlopt_rule_name(rule);
  }
}

// beta1 0, beta2 1/2; gradients 4 and 1: v is 8, then 4.5, so that the maximum is 8 raw (of 0.75 parts) or 16 corrected.
TEST(traps, amsgrad_keeps_the_maximum_of_the_raw_or_of_the_corrected_moment) {
  const settings set = {
      {DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, 0.5}, {DLOPT_HYPER_EPS, 0}, {DLOPT_HYPER_AMSGRAD, 1}};
  for (const auto& [form, step] : {std::pair<int, double>{DLOPT_AMSGRAD_RAW, 1 / std::sqrt(8 / 0.75)}, {DLOPT_AMSGRAD_CORRECTED, 0.25}}) {
    element run(DLOPT_RULE_ADAM, set);
    run.set(DLOPT_HYPER_AMSGRAD_FORM, form);
    EXPECT_NEAR(-1, run.step(4), 1e-15) << form;
    EXPECT_NEAR(-1 - step, run.step(1), 1e-15) << form;
  }
}

// beta2 3/4, gradient 2: v is 1, corrected 4; eps 1.
TEST(traps, eps_stands_outside_inside_or_uncorrected) {
  const double denominators[] = {2 + 1, std::sqrt(4.0 + 1), (1 + 1) / 0.5};
  for (int mode : {DLOPT_EPS_OUTSIDE, DLOPT_EPS_INSIDE, DLOPT_EPS_HAT}) {
    element run(DLOPT_RULE_ADAM, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, 0.75}, {DLOPT_HYPER_EPS, 1}});
    run.set(DLOPT_HYPER_EPS_MODE, mode);
    EXPECT_NEAR(-2 / denominators[mode], run.step(2), 1e-15) << mode;
  }
}

// The same sum of gradients, 1.5, times the new lr of 1/2; or half a step of the old lr and one of the new.
TEST(traps, a_change_of_lr_acts_on_the_whole_momentum_or_on_new_gradients_alone) {
  const settings momentum = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_MOMENTUM, 0.5}};
  const auto second_step = [](element run) {
    const double first = run.step(1);
    run.set(DLOPT_HYPER_LR, 0.5);
    return first - run.step(1);
  };
  element inside(DLOPT_RULE_SGD, momentum);
  inside.set(DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_SUTSKEVER);
  EXPECT_NEAR(1, second_step(std::move(inside)), 1e-15);
  EXPECT_NEAR(0.75, second_step(element(DLOPT_RULE_SGD, momentum)), 1e-15);
  for (dlopt_rule rule : {DLOPT_RULE_RMSPROP, DLOPT_RULE_LARS})
    for (int place : {DLOPT_LR_OUTSIDE, DLOPT_LR_INSIDE}) {
      element run(rule, momentum);
      run.set(DLOPT_HYPER_LR_PLACE, place);
      if (rule == DLOPT_RULE_RMSPROP) run.set(DLOPT_HYPER_ALPHA, 0), run.set(DLOPT_HYPER_EPS, 0);
      else run.set(DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_NEVER);
      EXPECT_NEAR(place == DLOPT_LR_INSIDE ? 1 : 0.75, second_step(std::move(run)), 1e-15) << dlopt_rule_name(rule);
    }
}

// As PyTorch's one-cycle and cyclic policies have it. At a momentum of exactly 0 PyTorch leaves the buffer alone.
TEST(traps, momentum_follows_a_schedule_and_its_buffer_rests_while_it_is_0) {
  dlopt_schedule* cycle = nullptr;
  const double values[] = {0.5, 0.9, 0, 0.25, 0.75};
  ASSERT_DLOPT(dlopt_schedule_create(nullptr, DLOPT_SCHEDULE_TABLE, &cycle));
  ASSERT_DLOPT(dlopt_schedule_set_list(cycle, DLOPT_FIELD_VALUES, values, 5));
  for (int nesterov : {0, 1}) {
    element run(DLOPT_RULE_SGD, {{DLOPT_HYPER_LR, 0.5}});
    ASSERT_EQ(DLOPT_ERR_STATE, dlopt_optimizer_schedule(run.optimizer.get(), -1, DLOPT_HYPER_MOMENTUM, cycle));
    run.set(DLOPT_HYPER_MOMENTUM, 0.1);
    ASSERT_DLOPT(dlopt_optimizer_schedule(run.optimizer.get(), -1, DLOPT_HYPER_MOMENTUM, cycle));
    double p = 0, buffer = 0;
    for (int t = 0; t < 5; t++) {
      const double u = values[t], g = 1 + t;
      run.set(DLOPT_HYPER_NESTEROV, u != 0 && nesterov);
      if (u != 0) buffer = u * buffer + g;
      p -= 0.5 * (u == 0 ? g : nesterov ? g + u * buffer : buffer);
      EXPECT_NEAR(p, run.step(g), 1e-14) << "step " << t;
    }
  }
  ASSERT_DLOPT(dlopt_schedule_destroy(cycle));
}

// lr 1/2, weight decay 0.3, lr0 0.2, from 2 with gradient 1: a step of 1/2 beside the decay.
TEST(traps, weight_decay_couples_to_lr_in_eight_ways) {
  const double lr = 0.5, w = 0.3, part = 0.5 / 0.2;
  const double wanted[] = {2 - lr * (1 + w * 2), 2 * (1 - lr * w) - 0.5, 2 * (1 - part * w) - 0.5, 2 * (1 - part * lr * w) - 0.5,
                           2 * (1 - w) - 0.5,    2 / (1 + lr * w) - 0.5, 2 - lr * w - 0.5,         2 * (1 - lr * w) - 0.5};
  for (int mode = DLOPT_DECAY_L2; mode <= DLOPT_DECAY_CAUTIOUS; mode++) {
    element run(DLOPT_RULE_SGD, {{DLOPT_HYPER_LR, lr}, {DLOPT_HYPER_WEIGHT_DECAY, w}, {DLOPT_HYPER_DECAY_LR, 0.2}}, 2);
    run.set(DLOPT_HYPER_DECAY_MODE, mode);
    EXPECT_NEAR(wanted[mode], run.step(1), 1e-15) << mode;
  }
  element away(DLOPT_RULE_SGD, {{DLOPT_HYPER_LR, lr}, {DLOPT_HYPER_WEIGHT_DECAY, w}, {DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_CAUTIOUS}}, 2);
  EXPECT_NEAR(2.5, away.step(-1), 1e-15) << "no decay against the step";
}

TEST(traps, decay_comes_before_the_update_or_after_it) {
  const settings set = {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_WEIGHT_DECAY, 0.2}, {DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED}};
  element before(DLOPT_RULE_SGD, set, 1), after(DLOPT_RULE_SGD, set, 1);
  after.set(DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER);
  EXPECT_NEAR(1 * 0.9 - 0.5, before.step(1), 1e-15);
  EXPECT_NEAR((1 - 0.5) * 0.9, after.step(1), 1e-15);
}

TEST(traps, maximize_turns_the_gradient_and_leaves_the_decay) {
  element run(DLOPT_RULE_SGD, {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_WEIGHT_DECAY, 0.2}, {DLOPT_HYPER_MAXIMIZE, 1}}, 1);
  EXPECT_NEAR(1 - 0.5 * (-1 + 0.2), run.step(1), 1e-15);
}

// After one step the momentum is 1.1 and the parameter -0.1; a gradient of zeros then makes it 0.55 - 0.01.
TEST(traps, a_gradient_of_zeros_is_a_gradient_and_none_is_none) {
  const settings set = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_MOMENTUM, 0.5}, {DLOPT_HYPER_WEIGHT_DECAY, 0.1}};
  const double start = 1 - 1.1, moved = start - (0.55 - 0.01);
  const auto after_one = [&](const settings& more) {
    element run(DLOPT_RULE_SGD, set, 1);
    for (const auto& [hyper, value] : more) run.set(hyper, value);
    EXPECT_NEAR(start, run.step(1), 1e-15);
    return run;
  };
  EXPECT_NEAR(moved, after_one({}).step(0), 1e-15);
  EXPECT_EQ(after_one({}).p, after_one({}).step());
  EXPECT_NEAR(moved, after_one({{DLOPT_HYPER_NULL_GRAD, DLOPT_NULL_GRAD_ZERO}}).step(), 1e-15);
  EXPECT_EQ(after_one({}).p, after_one({{DLOPT_HYPER_ZERO_GRAD, DLOPT_ZERO_GRAD_SKIP}}).step(0));
}

// ---- presets

// Whichever was chosen before, a preset leaves the same: none relies on what another would have changed.
TEST(traps, a_preset_undoes_the_one_before) {
  for (dlopt_rule rule : all_rules())
    for (const std::string& first : presets_of(rule))
      for (const std::string& second : presets_of(rule)) {
        element alone(rule, {}), both(rule, {});
        ASSERT_DLOPT(dlopt_optimizer_preset(both.optimizer.get(), first.c_str()));
        for (const element* each : {&alone, &both}) ASSERT_DLOPT(dlopt_optimizer_preset(each->optimizer.get(), second.c_str()));
        for (const dlopt_hyper_info& hyper : hypers_of(rule)) {
          double wanted = 0, got = 0;
          ASSERT_DLOPT(dlopt_optimizer_get(alone.optimizer.get(), hyper.id, &wanted));
          ASSERT_DLOPT(dlopt_optimizer_get(both.optimizer.get(), hyper.id, &got));
          EXPECT_EQ(wanted, got) << dlopt_rule_name(rule) << " " << first << " then " << second << ": " << hyper.name;
        }
      }
}

// ---- clipping

// A norm of 5 and a limit of 5: PyTorch always multiplies, by 5 / (5 + 1e-6); optax leaves what is within the limit.
TEST(traps, the_clip_divides_by_the_norm_with_or_without_a_millionth) {
  for (int form : {DLOPT_CLIP_TORCH, DLOPT_CLIP_EXACT}) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
    ASSERT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, 1));
    double p[2] = {0, 0}, g[2] = {3, 4};
    const int64_t n = 2;
    dlopt_tensor param, grad;
    ASSERT_DLOPT(dlopt_tensor_init(&param, sizeof param, p, DLOPT_DTYPE_F64, 1, &n));
    ASSERT_DLOPT(dlopt_tensor_init(&grad, sizeof grad, g, DLOPT_DTYPE_F64, 1, &n));
    dlopt_param_desc declared;
    ASSERT_DLOPT(dlopt_param_desc_init(&declared, sizeof declared));
    declared.dtype = DLOPT_DTYPE_F64;
    declared.ndim = 1;
    declared.shape = &n;
    int32_t slot;
    ASSERT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &declared, &slot));
    dlopt_step_desc desc = default_step();
    desc.max_norm = 5;
    desc.clip_form = form;
    ASSERT_DLOPT(dlopt_optimizer_step(optimizer.get(), &param, &grad, 1, &desc));
    EXPECT_NEAR(form == DLOPT_CLIP_TORCH ? -3 * (5 / (5 + 1e-6)) : -3, p[0], 1e-15) << form;
  }
}

// ---- schedules

schedule_handle make_schedule(dlopt_schedule_kind kind, const std::vector<std::pair<dlopt_schedule_field, double>>& fields) {
  dlopt_schedule* raw = nullptr;
  EXPECT_DLOPT(dlopt_schedule_create(nullptr, kind, &raw));
  for (const auto& [field, value] : fields) EXPECT_DLOPT(dlopt_schedule_set(raw, field, value));
  return schedule_handle(raw);
}

double at(const schedule_handle& schedule, int64_t step) {
  double value = NAN;
  EXPECT_DLOPT(dlopt_schedule_value(schedule.get(), step, &value));
  return value;
}

// PyTorch's recursion climbs again with period 2 T; optax stays.
TEST(traps, a_cosine_past_its_end_stays_or_climbs_again) {
  for (int after : {DLOPT_AFTER_END_HOLD, DLOPT_AFTER_END_REPEAT}) {
    const schedule_handle cosine = make_schedule(
        DLOPT_SCHEDULE_COSINE, {{DLOPT_FIELD_FINAL, 0.2}, {DLOPT_FIELD_TOTAL_STEPS, 10}, {DLOPT_FIELD_AFTER_END, double(after)}});
    const bool climbs = after == DLOPT_AFTER_END_REPEAT;
    EXPECT_NEAR(0.6, at(cosine, 5), 1e-15);
    EXPECT_NEAR(0.2, at(cosine, 10), 1e-15);
    EXPECT_NEAR(climbs ? 0.6 : 0.2, at(cosine, 15), 1e-15);
    EXPECT_NEAR(climbs ? 1 : 0.2, at(cosine, 20), 1e-15);
    EXPECT_NEAR(climbs ? 0.6 : 0.2, at(cosine, 25), 1e-15);
  }
}

TEST(traps, a_milestone_that_stands_twice_counts_twice) {
  const schedule_handle steps = make_schedule(DLOPT_SCHEDULE_MULTI_STEP, {{DLOPT_FIELD_GAMMA, 0.5}});
  const double milestones[] = {3, 3, 5};
  ASSERT_DLOPT(dlopt_schedule_set_list(steps.get(), DLOPT_FIELD_MILESTONES, milestones, 3));
  EXPECT_EQ(1, at(steps, 2));
  EXPECT_EQ(0.25, at(steps, 3));
  EXPECT_EQ(0.25, at(steps, 4));
  EXPECT_EQ(0.125, at(steps, 5));
}

// Of 100 steps, three tenths up: PyTorch is at the peak at step 29 and at the end at step 99, optax at 30 and 100.
TEST(traps, one_cycle_turns_one_step_earlier_in_pytorch_than_in_optax) {
  for (const auto& [convention, peak] : {std::pair<int, int>{DLOPT_ONE_CYCLE_TORCH, 29}, {DLOPT_ONE_CYCLE_OPTAX, 30}}) {
    const schedule_handle cycle = make_schedule(DLOPT_SCHEDULE_ONE_CYCLE, {{DLOPT_FIELD_TOTAL_STEPS, 100},
                                                                           {DLOPT_FIELD_PCT_START, 0.3},
                                                                           {DLOPT_FIELD_START_FACTOR, 0.04},
                                                                           {DLOPT_FIELD_END_FACTOR, 4e-6},
                                                                           {DLOPT_FIELD_CONVENTION, double(convention)}});
    EXPECT_NEAR(0.04, at(cycle, 0), 1e-15);
    EXPECT_NEAR(1, at(cycle, peak), 1e-15) << convention;
    EXPECT_LT(at(cycle, peak - 1), 1);
    EXPECT_LT(at(cycle, peak + 1), 1);
    EXPECT_NEAR(4e-6, at(cycle, peak + 70), 1e-15) << convention;
    EXPECT_GT(at(cycle, peak + 69), 4e-6);
  }
}

// Below zero, PyTorch's relative test takes what is slightly worse for better: -0.99995 is below -1 (1 - 1e-4).
TEST(traps, a_plateau_of_a_negative_metric_is_one_but_for_pytorch) {
  for (const auto& [mode, reduced] : {std::pair<int, double>{DLOPT_THRESHOLD_RELATIVE, 0.1}, {DLOPT_THRESHOLD_RELATIVE_TORCH, 1}}) {
    const schedule_handle plateau = make_schedule(
        DLOPT_SCHEDULE_PLATEAU, {{DLOPT_FIELD_PATIENCE, 0}, {DLOPT_FIELD_GAMMA, 0.1}, {DLOPT_FIELD_THRESHOLD_MODE, double(mode)}});
    for (double metric : {-1.0, -0.99995}) ASSERT_DLOPT(dlopt_schedule_report(plateau.get(), metric));
    EXPECT_NEAR(reduced, at(plateau, 2), 1e-15) << mode;
    ASSERT_DLOPT(dlopt_schedule_report(plateau.get(), std::numeric_limits<double>::quiet_NaN()));
    EXPECT_NEAR(reduced * 0.1, at(plateau, 3), 1e-15) << "NaN is never better";
  }
}

// pytorch_optimizer's comes to its lowest value along a cosine alone; its other ways go on to 0 and then jump.
TEST(traps, warmup_stable_decay_ends_at_its_final_value_along_every_way) {
  for (int anneal : {DLOPT_ANNEAL_COSINE, DLOPT_ANNEAL_LINEAR, DLOPT_ANNEAL_MINUS_SQRT, DLOPT_ANNEAL_EXPONENTIAL}) {
    const schedule_handle wsd = make_schedule(DLOPT_SCHEDULE_WSD, {{DLOPT_FIELD_FINAL, 0.1},
                                                                   {DLOPT_FIELD_TOTAL_STEPS, 1000},
                                                                   {DLOPT_FIELD_WARMUP_STEPS, 100},
                                                                   {DLOPT_FIELD_DECAY_STEPS, 500},
                                                                   {DLOPT_FIELD_ANNEAL, double(anneal)}});
    EXPECT_EQ(1, at(wsd, 500)) << anneal;
    for (int64_t t = 500; t < 1000; t++) {
      EXPECT_GT(at(wsd, t), at(wsd, t + 1)) << anneal << " step " << t;
      EXPECT_GE(at(wsd, t + 1), 0.1) << anneal << " step " << t;
    }
    EXPECT_NEAR(0.1, at(wsd, 999), 0.0025) << anneal << ": no jump at the end";
    EXPECT_EQ(0.1, at(wsd, 1000)) << anneal;
  }
}

} // namespace
} // namespace dlopt_test
