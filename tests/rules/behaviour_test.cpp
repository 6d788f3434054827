// What a table of numbers does not show: first steps, missing and frozen gradients, ages, clones, skipped steps, exact conversions.
#include "buffer.h"
#include "isa.h"
#include "schedule_build.h"
#include "variants.h"

#include <cfloat>
#include <cmath>

namespace dlopt_test {
namespace {

class behaviour : public on_each_isa {};

void set(const optimizer_handle& optimizer, dlopt_hyper hyper, double value) {
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), hyper, value));
}

double step(const optimizer_handle& optimizer, double& param, double gradient) {
  EXPECT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &param, &gradient, 1));
  return param;
}

optimizer_handle momentum_sgd(double momentum, double dampening, int32_t first_step) {
  optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  set(optimizer, DLOPT_HYPER_LR, 1);
  set(optimizer, DLOPT_HYPER_MOMENTUM, momentum);
  set(optimizer, DLOPT_HYPER_DAMPENING, dampening);
  set(optimizer, DLOPT_HYPER_FIRST_STEP, first_step);
  return optimizer;
}

TEST_P(behaviour, the_first_gradient_enters_the_buffer_whole_or_dampened) {
  double p = 0;
  EXPECT_EQ(-8, step(momentum_sgd(0.5, 0.25, DLOPT_FIRST_STEP_GRADIENT), p, 8));
  p = 0;
  EXPECT_EQ(-6, step(momentum_sgd(0.5, 0.25, DLOPT_FIRST_STEP_ZEROS), p, 8));
}

// As PyTorch, whose buffer is made by the first step that needs it.
TEST_P(behaviour, a_buffer_turned_on_late_starts_with_the_gradient_of_that_step) {
  const optimizer_handle optimizer = momentum_sgd(0, 0.25, DLOPT_FIRST_STEP_GRADIENT);
  double p = 0;
  EXPECT_EQ(-8, step(optimizer, p, 8));
  set(optimizer, DLOPT_HYPER_MOMENTUM, 0.5);
  EXPECT_EQ(-8 - 16, step(optimizer, p, 16));
  EXPECT_EQ(-8 - 16 - (0.5 * 16 + 0.75 * 4), step(optimizer, p, 4));
}

TEST_P(behaviour, lion_does_not_move_where_its_direction_is_zero) {
  for (double zero : {0.0, -0.0}) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_LION);
    double p = 3;
    for (int t = 0; t < 3; t++) EXPECT_EQ(3, step(optimizer, p, zero));
    EXPECT_EQ(3 - 1e-4, step(optimizer, p, 1e-300)); // the smallest push is a push
  }
}

TEST_P(behaviour, zero_gradients_without_decay_leave_every_bit) {
  for (dlopt_rule rule : all_rules())
    for (double eps : {-1.0, 0.0}) { // the default, and 0: 0 / 0 must not happen
      const optimizer_handle optimizer = make_optimizer(rule);
      set(optimizer, DLOPT_HYPER_WEIGHT_DECAY, 0);
      for (const dlopt_hyper_info& info : hypers_of(rule)) {
        if (info.id == DLOPT_HYPER_EPS && eps == 0) set(optimizer, DLOPT_HYPER_EPS, 0);
        if (info.id == DLOPT_HYPER_TEMPERATURE) set(optimizer, info.id, 0);               // noise moves
        if (info.id == DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE) set(optimizer, info.id, 0); // of Yogi's first moment, too
        if (info.id == DLOPT_HYPER_LAMBD) set(optimizer, DLOPT_HYPER_LAMBD, 0);           // a decay too
      }
      double p = 0.1;
      for (int t = 0; t < 3; t++) EXPECT_EQ(0.1, step(optimizer, p, 0)) << dlopt_rule_name(rule);
    }
}

TEST_P(behaviour, a_zero_learning_rate_leaves_every_bit_but_still_learns_the_state) {
  for (dlopt_rule rule : all_rules()) {
    if (rule == DLOPT_RULE_RPROP) continue; // there lr is the size of the first step, which step_size_min bounds
    const optimizer_handle optimizer = make_optimizer(rule);
    set(optimizer, DLOPT_HYPER_LR, 0);
    double p = 0.1;
    for (int t = 0; t < 3; t++) EXPECT_EQ(0.1, step(optimizer, p, 2)) << dlopt_rule_name(rule);
    EXPECT_EQ(3, dlopt_optimizer_steps(optimizer.get()));
  }
}

// Two parameters of one element each.
struct pair {
  explicit pair(dlopt_rule rule) : optimizer(make_optimizer(busy_variant(rule))) {
    for (int32_t slot : {0, 1}) {
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      desc.dtype = DLOPT_DTYPE_F64;
      int32_t made;
      EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &made));
      EXPECT_EQ(slot, made);
    }
  }
  // NAN as a gradient stands for none unless `literally`.
  dlopt_step_desc step(double g0, double g1, uint32_t flags = 0, bool literally = false) {
    dlopt_step_desc desc = default_step();
    desc.flags = flags;
    gradient[0] = g0;
    gradient[1] = g1;
    dlopt_tensor p[2], g[2];
    for (int i : {0, 1}) {
      EXPECT_DLOPT(dlopt_tensor_init(&p[i], sizeof p[i], &value[i], DLOPT_DTYPE_F64, 0, nullptr));
      EXPECT_DLOPT(dlopt_tensor_init(&g[i], sizeof g[i], std::isnan(gradient[i]) && !literally ? nullptr : &gradient[i], DLOPT_DTYPE_F64, 0,
                                     nullptr));
    }
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), p, g, 2, &desc));
    return desc;
  }
  int64_t age(int32_t slot) const {
    dlopt_stats stats;
    stats.struct_size = sizeof stats;
    EXPECT_DLOPT(dlopt_optimizer_stats(optimizer.get(), slot, nullptr, nullptr, &stats));
    return stats.steps;
  }
  // Parameters and all state.
  numbers everything(dlopt_rule rule) const {
    numbers all = {value[0], value[1]};
    for (const std::string& name : states_of(rule))
      for (int32_t slot : {int32_t(DLOPT_SLOT_ALL), 0, 1}) {
        dlopt_tensor view;
        view.struct_size = sizeof view;
        if (dlopt_optimizer_state(optimizer.get(), slot, name.c_str(), &view) == DLOPT_OK) all.push_back(*static_cast<double*>(view.data));
      }
    return all;
  }

  optimizer_handle optimizer;
  double value[2] = {1, 1};
  double gradient[2];
};

// PyTorch's meaning of a missing gradient: the parameter's own clock stands still, so its later steps are those of a parameter that began
// later.
TEST_P(behaviour, a_missing_gradient_stops_the_parameters_own_clock) {
  for (dlopt_rule rule : all_rules()) {
    if (sees_all_tensors(rule)) continue; // its numbers are made of all gradients that come together
    pair late(rule);
    late.step(0.5, NAN);
    late.step(NAN, 0.25);
    late.step(-0.125, NAN);
    late.step(NAN, 2);
    EXPECT_EQ(2, late.age(0));
    EXPECT_EQ(2, late.age(1));
    EXPECT_EQ(4, dlopt_optimizer_steps(late.optimizer.get()));
    pair twin(rule);
    twin.step(0.5, 0.25);
    twin.step(-0.125, 2);
    EXPECT_EQ(twin.everything(rule), late.everything(rule)) << dlopt_rule_name(rule);
  }
}

TEST_P(behaviour, a_frozen_parameter_keeps_value_state_and_age_and_is_not_in_the_norm) {
  for (dlopt_rule rule : all_rules()) {
    pair frozen(rule), without(rule);
    frozen.step(0.5, 0.25);
    without.step(0.5, 0.25);
    EXPECT_DLOPT(dlopt_optimizer_param_freeze(frozen.optimizer.get(), 1, 1));
    const dlopt_step_desc got = frozen.step(3, 4, DLOPT_STEP_GRAD_NORM | DLOPT_STEP_ZERO_GRADS);
    EXPECT_EQ(3, got.grad_norm);
    EXPECT_EQ(0, frozen.gradient[0]);
    EXPECT_EQ(4, frozen.gradient[1]) << "not used, so not zeroed";
    without.step(3, NAN);
    EXPECT_EQ(without.everything(rule), frozen.everything(rule)) << dlopt_rule_name(rule);
    EXPECT_EQ(1, frozen.age(1));
    EXPECT_DLOPT(dlopt_optimizer_param_freeze(frozen.optimizer.get(), 1, 0));
    frozen.step(-1, -2);
    without.step(-1, -2);
    EXPECT_EQ(without.everything(rule), frozen.everything(rule)) << dlopt_rule_name(rule);
  }
}

TEST_P(behaviour, a_clone_takes_the_same_steps_and_leaves_the_original_alone) {
  for (dlopt_rule rule : all_rules()) {
    pair original(rule), other(rule);
    original.step(0.5, NAN);
    dlopt_optimizer* copy = nullptr;
    ASSERT_DLOPT(dlopt_optimizer_clone(original.optimizer.get(), &copy));
    other.optimizer.reset(copy);
    other.value[0] = original.value[0];
    const numbers before = original.everything(rule);
    for (int t = 0; t < 5; t++) other.step(0.25 * t, 1);
    EXPECT_EQ(before, original.everything(rule)) << dlopt_rule_name(rule);
    for (int t = 0; t < 5; t++) original.step(0.25 * t, 1);
    EXPECT_EQ(other.everything(rule), original.everything(rule)) << dlopt_rule_name(rule);
    EXPECT_EQ(6, dlopt_optimizer_steps(copy));
  }
}

TEST_P(behaviour, a_skipped_step_changes_nothing_and_does_not_advance_a_schedule) {
  const schedule_handle falling = make_schedule(DLOPT_SCHEDULE_EXPONENTIAL, {{"base", "0.5"}, {"gamma", "0.5"}});
  for (dlopt_rule rule : all_rules())
    for (double poison : {double(NAN), double(INFINITY), -double(INFINITY)}) {
      pair skipping(rule), never(rule);
      for (pair* each : {&skipping, &never}) {
        ASSERT_DLOPT(dlopt_optimizer_schedule(each->optimizer.get(), -1, DLOPT_HYPER_LR, falling.get()));
        each->step(0.5, 0.25);
      }
      const numbers before = skipping.everything(rule);
      const dlopt_step_desc desc = skipping.step(1, poison, DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_ZERO_GRADS, true);
      EXPECT_EQ(1, desc.skipped);
      EXPECT_EQ(1, desc.nonfinite);
      EXPECT_EQ(1, desc.applied_step);
      EXPECT_EQ(1, skipping.gradient[0]) << "not zeroed";
      EXPECT_EQ(before, skipping.everything(rule)) << dlopt_rule_name(rule);
      double lr = 0;
      ASSERT_DLOPT(dlopt_optimizer_get(skipping.optimizer.get(), DLOPT_HYPER_LR, &lr));
      EXPECT_EQ(0.25, lr);
      skipping.step(-1, 2);
      never.step(-1, 2);
      EXPECT_EQ(never.everything(rule), skipping.everything(rule)) << dlopt_rule_name(rule);
      EXPECT_EQ(0, skipping.step(1, 1, DLOPT_STEP_SKIP_NONFINITE).skipped) << "finite gradients are not skipped";
    }
}

// p = 0 - g shows how a gradient was read.
TEST_P(behaviour, every_pattern_of_16_bits_is_read_exactly) {
  for (dlopt_dtype dtype : {DLOPT_DTYPE_F16, DLOPT_DTYPE_BF16}) {
    const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
    set(optimizer, DLOPT_HYPER_LR, 1);
    std::vector<uint16_t> patterns(65536);
    for (size_t i = 0; i < patterns.size(); i++) patterns[i] = uint16_t(i);
    std::vector<float> p(patterns.size());
    const int64_t count = int64_t(p.size());
    dlopt_param_desc desc;
    ASSERT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.ndim = 1;
    desc.shape = &count;
    int32_t slot;
    ASSERT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
    dlopt_tensor pt, gt;
    ASSERT_DLOPT(dlopt_tensor_init(&pt, sizeof pt, p.data(), DLOPT_DTYPE_F32, 1, &count));
    ASSERT_DLOPT(dlopt_tensor_init(&gt, sizeof gt, patterns.data(), dtype, 1, &count));
    ASSERT_DLOPT(dlopt_optimizer_step(optimizer.get(), &pt, &gt, 1, nullptr));
    for (size_t i = 0; i < p.size(); i++) {
      const double wanted = -(dtype == DLOPT_DTYPE_F16 ? decode_f16(patterns[i]) : decode_bf16(patterns[i]));
      ASSERT_TRUE(std::isnan(wanted) ? std::isnan(p[i]) : wanted == double(p[i])) << name_of(dtype) << " pattern " << i << ": " << p[i];
    }
  }
}

TEST_P(behaviour, subnormal_numbers_are_not_flushed) {
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGD);
  set(optimizer, DLOPT_HYPER_LR, 1);
  std::vector<float> p(37, 0.0f), g(37, -FLT_TRUE_MIN);
  for (int t = 0; t < 3; t++) ASSERT_DLOPT(dlopt_optimizer_step_f32(optimizer.get(), p.data(), g.data(), p.size()));
  for (float v : p) EXPECT_EQ(3 * FLT_TRUE_MIN, v);
}

DLOPT_INSTANTIATE_ON_EACH_ISA(behaviour);

} // namespace
} // namespace dlopt_test
