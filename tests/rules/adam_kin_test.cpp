// Where frameworks disagree about Adam's kin, in numbers that can be followed by hand.
#include "handles.h"
#include "isa.h"

#include <cmath>

namespace dlopt_test {
namespace {

class adam_kin : public on_each_isa {
protected:
  void make(dlopt_rule rule, const std::map<int32_t, double>& hypers) {
    optimizer = make_optimizer(rule);
    p = 0;
    for (const auto& [hyper, value] : hypers) set(hyper, value);
  }
  void set(dlopt_hyper hyper, double value) { EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), hyper, value)); }
  // Takes a step and says how far it went down.
  double step(double gradient) {
    const double before = p;
    EXPECT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &p, &gradient, 1));
    return before - p;
  }
  double state(const char* name) const {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    EXPECT_DLOPT(dlopt_optimizer_state(optimizer.get(), 0, name, &view));
    return *static_cast<double*>(view.data);
  }

  optimizer_handle optimizer;
  double p = 0;
};

TEST_P(adam_kin, adopts_first_step_moves_nothing_and_only_fills_the_second_moment) {
  for (int32_t base : {DLOPT_CLIP_BASE_BEFORE, DLOPT_CLIP_BASE_STEP, DLOPT_CLIP_BASE_NONE}) {
    make(DLOPT_RULE_ADOPT, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_BETA2, 0.75}, {DLOPT_HYPER_CLIP_BASE, base}});
    EXPECT_EQ(0, step(4));
    EXPECT_EQ(0, state("exp_avg"));
    EXPECT_EQ(16, state("exp_avg_sq")) << "whole, not 1 - beta2 of it";
    EXPECT_EQ(0.25, step(2)) << "2 / sqrt(16), half of it";
    EXPECT_EQ(0.75 * 16 + 0.25 * 4, state("exp_avg_sq"));
  }
}

TEST_P(adam_kin, adopts_clip_is_a_power_of_the_steps_before_or_of_the_step_itself) {
  const std::map<int32_t, double> hypers = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_CLIP_EXP, 0.5}};
  const double limits[][2] = {{1, std::sqrt(2)}, {std::sqrt(2), std::sqrt(3)}, {4e6, 4e6}}; // before, step, none; at steps 2 and 3
  for (int32_t base : {DLOPT_CLIP_BASE_BEFORE, DLOPT_CLIP_BASE_STEP, DLOPT_CLIP_BASE_NONE}) {
    make(DLOPT_RULE_ADOPT, hypers);
    set(DLOPT_HYPER_CLIP_BASE, base);
    set(DLOPT_HYPER_BETA2, 1 - 1e-15); // the second moment stays all but 0
    step(0);
    EXPECT_DOUBLE_EQ(limits[base][0], step(4));
    if (base != DLOPT_CLIP_BASE_NONE) EXPECT_DOUBLE_EQ(limits[base][1], step(4));
  }
}

TEST_P(adam_kin, adans_differences_count_beta2_times_and_optaxs_1_minus_beta2_times) {
  for (int32_t form : {DLOPT_DIFF_BETA2, DLOPT_DIFF_ONE_MINUS_BETA2}) {
    make(DLOPT_RULE_ADAN, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, 0.75}, {DLOPT_HYPER_BETA3, 0}});
    set(DLOPT_HYPER_EPS, 0);
    set(DLOPT_HYPER_DIFF_FORM, form);
    EXPECT_EQ(1, step(1)) << "the first gradient has no difference";
    const double times = form == DLOPT_DIFF_BETA2 ? 0.75 : 0.25, mean_diff = 0.25 * 2 / (1 - 0.75 * 0.75);
    EXPECT_DOUBLE_EQ((3 + times * mean_diff) / (3 + times * 2), step(3));
  }
}

TEST_P(adam_kin, adans_decay_divides_after_the_update_unless_told_otherwise) {
  const std::map<int32_t, double> hypers = {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_EPS, 0}, {DLOPT_HYPER_WEIGHT_DECAY, 1}};
  make(DLOPT_RULE_ADAN, hypers);
  p = 2;
  step(1);
  EXPECT_DOUBLE_EQ((2 - 0.5) / 1.5, p);
  make(DLOPT_RULE_ADAN, hypers); // no_prox
  set(DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED);
  set(DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE);
  p = 2;
  step(1);
  EXPECT_DOUBLE_EQ(2 * 0.5 - 0.5, p);
}

TEST_P(adam_kin, adabeliefs_eps_is_added_to_the_stored_moment_at_every_step) {
  const std::map<int32_t, double> hypers = {{DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, 0.5}, {DLOPT_HYPER_EPS, 0.25}, {DLOPT_HYPER_LR, 1}};
  for (int32_t form : {DLOPT_EPS_ROOT_SAME, DLOPT_EPS_ROOT_OWN}) {
    make(DLOPT_RULE_ADABELIEF, hypers); // without a memory nothing is unforeseen, and the moment is eps alone
    set(DLOPT_HYPER_EPS_ROOT, 4);
    set(DLOPT_HYPER_EPS_ROOT_FORM, form);
    const double added = form == DLOPT_EPS_ROOT_SAME ? 0.25 : 4;
    EXPECT_DOUBLE_EQ(3 / (std::sqrt(added / 0.5) + 0.25), step(3));
    EXPECT_EQ(added, state("exp_avg_var"));
    EXPECT_DOUBLE_EQ(7 / (std::sqrt(1.5 * added / 0.75) + 0.25), step(7));
    EXPECT_EQ(1.5 * added, state("exp_avg_var"));
  }
}

TEST_P(adam_kin, yogis_first_moment_starts_where_the_second_does_and_is_corrected_all_the_same) {
  make(DLOPT_RULE_YOGI, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_BETA2, 0.75}, {DLOPT_HYPER_EPS, 0}});
  set(DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 2);
  EXPECT_DOUBLE_EQ((0.5 * 2 + 0.5 * 1) / 0.5 / std::sqrt(1.75 / 0.25), step(1));
  EXPECT_EQ(2 - 0.25, state("exp_avg_sq"));
  step(4);
  EXPECT_EQ(1.75 + 0.25 * 16, state("exp_avg_sq"));
}

TEST_P(adam_kin, ademamixs_slow_mean_is_not_bias_corrected) {
  make(DLOPT_RULE_ADEMAMIX, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA3, 0.75}, {DLOPT_HYPER_SLOW_WEIGHT, 2}, {DLOPT_HYPER_EPS, 0}});
  EXPECT_DOUBLE_EQ(1 + 2 * 0.25, step(3));
}

TEST_P(adam_kin, ademamixs_warm_ups_end_at_their_values) {
  make(DLOPT_RULE_ADEMAMIX, {{DLOPT_HYPER_BETA1, 0.25}, {DLOPT_HYPER_BETA3, 0.5}, {DLOPT_HYPER_T_BETA3, 2}});
  step(1);
  EXPECT_DOUBLE_EQ(1 - std::exp2(-4.0 / 3), state("exp_avg_slow")); // half-lives: 1/2, 3/4, 1
  const double before = state("exp_avg_slow");
  step(1);
  EXPECT_DOUBLE_EQ((before + 1) / 2, state("exp_avg_slow"));
}

TEST_P(adam_kin, laprops_mean_holds_lr_and_is_divided_by_the_mean_of_lr) {
  const std::map<int32_t, double> hypers = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_BETA2, 0}, {DLOPT_HYPER_EPS, 0}};
  for (int32_t place : {DLOPT_LR_INSIDE, DLOPT_LR_OUTSIDE}) {
    make(DLOPT_RULE_LAPROP, hypers);
    set(DLOPT_HYPER_LR_PLACE, place);
    EXPECT_EQ(1, step(5));
    set(DLOPT_HYPER_LR, 0.25);
    const double mean_lr = 0.25 * 1 + 0.5 * 0.25, inside = (0.25 * 1 - 0.5 * 0.25) * 0.25 / mean_lr, outside = 0.25 * (0.25 - 0.5) / 0.75;
    EXPECT_NEAR(place == DLOPT_LR_INSIDE ? inside : outside, step(-5), 1e-15); // turning round: the old rate weighs more, or as much
    EXPECT_EQ(mean_lr, state("exp_avg_lr"));
  }
}

TEST_P(adam_kin, refined_lion_is_linear_where_the_direction_is_small) {
  make(DLOPT_RULE_LION, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_SIGN_FORM, DLOPT_SIGN_REFINED}});
  for (double g : {0.5, -0.75, 1.0, 3.0, -1e30}) EXPECT_EQ(std::fmax(-1, std::fmin(1, g)), step(g));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(adam_kin);

} // namespace
} // namespace dlopt_test
