// Rules whose steps depend on norms of whole tensors, or on all tensors together: what their vectors do not show.
#include "buffer.h"
#include "isa.h"
#include "variants.h"

#include <cmath>

namespace dlopt_test {
namespace {

class whole_tensors : public on_each_isa {};

void set(const optimizer_handle& optimizer, dlopt_hyper hyper, double value) {
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), hyper, value));
}

optimizer_handle make(dlopt_rule rule, const std::map<dlopt_hyper, double>& values) {
  optimizer_handle optimizer = make_optimizer(rule);
  for (const auto& [hyper, value] : values) set(optimizer, hyper, value);
  return optimizer;
}

// One step of f64 parameters from `start`; what comes out.
std::vector<numbers> step(const optimizer_handle& optimizer, const std::vector<numbers>& start, const std::vector<numbers>& gradients) {
  std::vector<buffer> params, grads;
  std::vector<dlopt_tensor> p, g;
  for (size_t k = 0; k < start.size(); k++) {
    params.emplace_back(DLOPT_DTYPE_F64, start[k]);
    grads.emplace_back(DLOPT_DTYPE_F64, gradients[k]);
  }
  const bool declared = dlopt_optimizer_param_count(optimizer.get()) > 0;
  for (size_t k = 0; k < start.size(); k++) {
    p.push_back(params[k].tensor());
    g.push_back(grads[k].tensor());
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = DLOPT_DTYPE_F64;
    desc.ndim = 1;
    desc.shape = p[k].shape;
    int32_t slot;
    if (!declared) EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  }
  EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), p.data(), g.data(), p.size(), nullptr));
  std::vector<numbers> out;
  for (const buffer& each : params) out.push_back(each.values());
  return out;
}

double number(const optimizer_handle& optimizer, int32_t slot, const char* name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  EXPECT_DLOPT(dlopt_optimizer_state(optimizer.get(), slot, name, &view));
  EXPECT_EQ(0, view.ndim);
  EXPECT_EQ(DLOPT_DTYPE_F64, view.dtype);
  return *static_cast<double*>(view.data);
}

const double kPlain = DLOPT_TRUST_ALWAYS;

// Of 50000 elements, in four chunks: |p| = sqrt(n) * 3, |g| = sqrt(n) * 4.
TEST_P(whole_tensors, a_norm_is_that_of_all_chunks) {
  const optimizer_handle lars =
      make(DLOPT_RULE_LARS, {{DLOPT_HYPER_TRUST_RATIO, kPlain}, {DLOPT_HYPER_TRUST_COEFFICIENT, 1}, {DLOPT_HYPER_EPS, 0}});
  const std::vector<numbers> got = step(lars, {numbers(50000, 3.0)}, {numbers(50000, 4.0)});
  for (double v : got[0]) ASSERT_NEAR(3 - 0.75 * 4, v, 1e-14);
}

// You et al. 2017, eq. 6, as each framework has it: |p| = 5, |g| = 13, w = 2 and c = 0.5.
TEST_P(whole_tensors, lars_ratio_of_each_framework) {
  const std::map<dlopt_hyper, double> values = {
      {DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_WEIGHT_DECAY, 2}, {DLOPT_HYPER_TRUST_COEFFICIENT, 0.5}, {DLOPT_HYPER_EPS, 0}};
  const std::map<std::string, double> ratios = {
      {"timm", 0.5 * 5 / (13 + 2 * 5)}, {"apex", 0.5 * 5 / (13 + 2 * 5)}, {"optax", 0.5 * 5 / std::hypot(5 + 6, 12 + 8)}};
  for (const auto& [preset, ratio] : ratios) {
    const optimizer_handle optimizer = make(DLOPT_RULE_LARS, values);
    ASSERT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset.c_str()));
    const numbers got = step(optimizer, {{3, 4}}, {{5, 12}})[0];
    EXPECT_NEAR(3 - ratio * (5 + 2 * 3), got[0], 1e-14) << preset;
    EXPECT_NEAR(4 - ratio * (12 + 2 * 4), got[1], 1e-14) << preset;
  }
}

// Where a norm is 0 the ratio is 1; LARC then leaves out decay and clip.
TEST_P(whole_tensors, lars_and_larc_where_a_norm_is_zero) {
  const std::map<dlopt_hyper, double> values = {
      {DLOPT_HYPER_LR, 4}, {DLOPT_HYPER_WEIGHT_DECAY, 0.125}, {DLOPT_HYPER_TRUST_RATIO, kPlain}, {DLOPT_HYPER_TRUST_CLIP, 1}};
  for (int32_t form : {DLOPT_TRUST_SEPARATE, DLOPT_TRUST_LARC}) {
    const optimizer_handle optimizer = make(DLOPT_RULE_LARS, values);
    set(optimizer, DLOPT_HYPER_TRUST_FORM, form);
    const std::vector<numbers> got = step(optimizer, {{0}, {2}}, {{1}, {0}});
    EXPECT_EQ(form == DLOPT_TRUST_LARC ? -4 : -1, got[0][0]); // lr, or lr min(1 / lr, 1)
    EXPECT_EQ(form == DLOPT_TRUST_LARC ? 2 : 2 - 0.25, got[1][0]);
  }
}

// One step of LAMB without bias correction, beta1 = beta2 = 0 and eps 0 moves by sign(g): |u| = 2 for four elements.
double lamb_move(const std::string& preset, double size, const std::map<dlopt_hyper, double>& values = {}) {
  const optimizer_handle optimizer =
      make(DLOPT_RULE_LAMB,
           {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, 0}, {DLOPT_HYPER_EPS, 0}, {DLOPT_HYPER_WEIGHT_DECAY, 0}});
  EXPECT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset.c_str()));
  for (const auto& [hyper, value] : values) set(optimizer, hyper, value);
  return size - step(optimizer, {numbers(4, size)}, {{0.5, 2, 8, 1}})[0][0];
}

// Of the parameter's norm 2 size over the update's, 2.
TEST_P(whole_tensors, lamb_ratio_and_clamps_of_each_framework) {
  EXPECT_EQ(1, lamb_move("apex", 64)) << "left alone without weight decay";
  EXPECT_EQ(64, lamb_move("apex", 64, {{DLOPT_HYPER_TRUST_RATIO, kPlain}})) << "use_nvlamb: not clamped";
  EXPECT_EQ(1, lamb_move("timm", 64));
  EXPECT_EQ(1, lamb_move("timm", 64, {{DLOPT_HYPER_TRUST_RATIO, kPlain}, {DLOPT_HYPER_TRUST_MAX, 1}})) << "trust_clip";
  EXPECT_EQ(0.25, lamb_move("timm", 0.25, {{DLOPT_HYPER_TRUST_RATIO, kPlain}, {DLOPT_HYPER_TRUST_MAX, 1}}));
  EXPECT_EQ(64, lamb_move("optax", 64));
  EXPECT_EQ(10, lamb_move("deepspeed", 64));
  EXPECT_NEAR(0.01, lamb_move("deepspeed", 0x1p-10), 1e-15);
  EXPECT_EQ(1, lamb_move("deepspeed", 0)) << "no clamp where a norm is 0";
  EXPECT_EQ(5, lamb_move("pytorch_optimizer", 64, {{DLOPT_HYPER_TRUST_EPS, 0}})) << "a norm of 10 over 2";
  EXPECT_EQ(4, lamb_move("pytorch_optimizer", 4, {{DLOPT_HYPER_TRUST_EPS, 0}}));
}

// A group can be left alone whatever its weight decay, as biases and norms are.
TEST_P(whole_tensors, a_group_can_do_without_the_ratio) {
  for (dlopt_rule rule : {DLOPT_RULE_LARS, DLOPT_RULE_LAMB}) {
    numbers moves;
    for (int32_t which : {DLOPT_TRUST_NEVER, DLOPT_TRUST_DECAYED}) {
      const optimizer_handle optimizer = make(rule, {{DLOPT_HYPER_WEIGHT_DECAY, 0.5}, {DLOPT_HYPER_TRUST_RATIO, kPlain}});
      int32_t group = 0;
      ASSERT_DLOPT(dlopt_optimizer_group_add(optimizer.get(), &group));
      ASSERT_DLOPT(dlopt_optimizer_group_set(optimizer.get(), 0, DLOPT_HYPER_TRUST_RATIO, which));
      moves.push_back(step(optimizer, {{3, 4}}, {{1, 1}})[0][0]);
    }
    EXPECT_NE(moves[0], moves[1]) << dlopt_rule_name(rule);
  }
}

// The first squared norm is the second moment, whole, and the first step has length lr.
TEST_P(whole_tensors, novograd_first_step) {
  const std::map<std::string, double> steps = {{"optax", 1}, {"timm", 1}, {"pytorch_optimizer", 1}, {"apex", std::sqrt(1 - 0.75)}};
  for (const auto& [preset, length] : steps) {
    const optimizer_handle optimizer = make(DLOPT_RULE_NOVOGRAD, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA2, 0.75}, {DLOPT_HYPER_EPS, 0}});
    ASSERT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset.c_str()));
    const numbers got = step(optimizer, {{0, 0}}, {{3, -4}})[0];
    EXPECT_EQ(25, number(optimizer, 0, "exp_avg_sq")) << preset;
    EXPECT_NEAR(-0.6 * length, got[0], 1e-15) << preset; // apex corrects even this second moment
    EXPECT_NEAR(0.8 * length, got[1], 1e-15) << preset;
    step(optimizer, {{0, 0}}, {{0, 0}});
    EXPECT_EQ(25 * 0.75, number(optimizer, 0, "exp_avg_sq")) << preset;
  }
}

// What "the first" is when the first gradient is all zeros.
TEST_P(whole_tensors, novograd_after_zero_gradients) {
  const std::map<std::string, double> moments = {{"optax", 0.25 * 25}, {"timm", 25}};
  for (const auto& [preset, moment] : moments) {
    const optimizer_handle optimizer = make(DLOPT_RULE_NOVOGRAD, {{DLOPT_HYPER_BETA2, 0.75}});
    ASSERT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset.c_str()));
    step(optimizer, {{0, 0}}, {{0, 0}});
    step(optimizer, {{0, 0}}, {{3, 4}});
    EXPECT_EQ(moment, number(optimizer, 0, "exp_avg_sq")) << preset;
  }
}

// No way has been come at the first step, so the estimate stays d0: m = (1 - b1) d0 g and v = (1 - b2) d0^2 g^2 give a step of
// d0 (1 - b1) / sqrt(1 - b2) against the gradient's sign, for each parameter alike.
TEST_P(whole_tensors, prodigy_first_step) {
  const optimizer_handle optimizer = make(DLOPT_RULE_PRODIGY, {{DLOPT_HYPER_EPS, 0}, {DLOPT_HYPER_BETA1, 0.75}, {DLOPT_HYPER_BETA2, 0.75}});
  const std::vector<numbers> got = step(optimizer, {{0, 0}, {0}}, {{3, -1e-3}, {1e6}});
  for (double v : {got[0][0], -got[0][1], got[1][0]}) EXPECT_NEAR(-1e-6 * 0.25 / 0.5, v, 1e-21);
  EXPECT_EQ(1e-6, number(optimizer, DLOPT_SLOT_ALL, "d"));
  EXPECT_EQ(0, number(optimizer, DLOPT_SLOT_ALL, "d_numerator"));
  EXPECT_EQ(1, number(optimizer, DLOPT_SLOT_ALL, "k"));
}

// While every gradient has been 0 nothing moves, decay neither, and the first step is still to come.
TEST_P(whole_tensors, prodigy_waits_for_a_gradient) {
  const optimizer_handle optimizer = make(DLOPT_RULE_PRODIGY, {{DLOPT_HYPER_WEIGHT_DECAY, 0.5}, {DLOPT_HYPER_D0, 0.25}});
  EXPECT_EQ(3, step(optimizer, {{3}}, {{0}})[0][0]);
  EXPECT_EQ(0, number(optimizer, DLOPT_SLOT_ALL, "k"));
  EXPECT_NE(3, step(optimizer, {{3}}, {{1}})[0][0]);
  EXPECT_EQ(1, number(optimizer, DLOPT_SLOT_ALL, "k"));
  const optimizer_handle two = make(DLOPT_RULE_PRODIGY, {{DLOPT_HYPER_WEIGHT_DECAY, 0.5}, {DLOPT_HYPER_D0, 0.25}});
  EXPECT_EQ(3 - 0.125 * 3, step(two, {{3}, {1}}, {{0}, {1}})[0][0]) << "the other's gradient will do";
}

// A parameter's steps hang on the gradients of all others: the estimate is one.
TEST_P(whole_tensors, prodigy_estimates_over_all_parameters_and_groups) {
  numbers lasts;
  for (double other : {1.0, -1.0}) {
    const optimizer_handle optimizer = make(DLOPT_RULE_PRODIGY, {{DLOPT_HYPER_D0, 0.01}});
    std::vector<numbers> p = {{0}, {0}};
    for (int t = 0; t < 6; t++) p = step(optimizer, p, {{1}, {t % 2 ? other : 1.0}});
    lasts.push_back(p[0][0]);
    EXPECT_GT(number(optimizer, DLOPT_SLOT_ALL, "d"), 0.01);
  }
  EXPECT_LT(lasts[0], lasts[1]) << "the way is longer where all gradients agree";
}

// Under a constant gradient of 2 Adam's step is lr against its sign, as far as SGD would go at lr / 2: what the mean says at once. SGD's
// momentum then begins from zero, and lr halved is its rate halved.
TEST_P(whole_tensors, swats_goes_over_to_the_rate_that_it_has_seen) {
  const optimizer_handle optimizer = make(DLOPT_RULE_SWATS, {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_BETA1, 0.75}, {DLOPT_HYPER_EPS, 0}});
  EXPECT_NEAR(-0.5, step(optimizer, {{0}}, {{2}})[0][0], 1e-14);
  EXPECT_EQ(0, number(optimizer, DLOPT_SLOT_ALL, "sgd_rate")) << "one step is no proof";
  EXPECT_NEAR(-0.5, step(optimizer, {{0}}, {{2}})[0][0], 1e-14);
  EXPECT_NEAR(0.25, number(optimizer, DLOPT_SLOT_ALL, "sgd_rate"), 1e-14);
  EXPECT_EQ(0, number(optimizer, 0, "in_sgd"));
  EXPECT_NEAR(-0.25 * 0.25 * 2, step(optimizer, {{0}}, {{2}})[0][0], 1e-14);
  EXPECT_EQ(1, number(optimizer, 0, "in_sgd"));
  set(optimizer, DLOPT_HYPER_LR, 0.25);
  EXPECT_NEAR(-0.125 * (0.25 + 0.75 * 0.25) * 2, step(optimizer, {{0}}, {{2}})[0][0], 1e-14);
}

// A step along the gradient, which momentum can bring, says that SGD should climb: no tolerance is wide enough for that.
TEST_P(whole_tensors, swats_never_goes_over_to_a_rate_below_zero) {
  const optimizer_handle optimizer =
      make(DLOPT_RULE_SWATS, {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_BETA2, 0.5}, {DLOPT_HYPER_SWITCH_ATOL, 1e30}});
  step(optimizer, {{0}}, {{1}});
  step(optimizer, {{0}}, {{-1e-3}});
  EXPECT_GT(0, number(optimizer, DLOPT_SLOT_ALL, "lambda"));
  EXPECT_EQ(0, number(optimizer, DLOPT_SLOT_ALL, "sgd_rate"));
  for (int t = 0; t < 20; t++) step(optimizer, {{0}}, {{1}});
  EXPECT_LT(0, number(optimizer, DLOPT_SLOT_ALL, "sgd_rate"));
}

// A parameter with four times the lr has gone four times as far with Adam and goes so with SGD; one that joins late begins its momentum
// late.
TEST_P(whole_tensors, swats_goes_over_with_all_parameters) {
  const optimizer_handle optimizer = make(DLOPT_RULE_SWATS, {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_BETA1, 0.75}, {DLOPT_HYPER_EPS, 0}});
  step(optimizer, {{0}, {0}}, {{2}, {2}});
  ASSERT_DLOPT(dlopt_optimizer_param_scale(optimizer.get(), 1, 4, 1));
  EXPECT_NEAR(-2, step(optimizer, {{0}, {0}}, {{2}, {2}})[1][0], 1e-14);
  EXPECT_NEAR(0.25, number(optimizer, DLOPT_SLOT_ALL, "sgd_rate"), 1e-14) << "that of group 0's lr";
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(optimizer.get(), 1, 1));
  EXPECT_NEAR(-0.25 * 0.25 * 2, step(optimizer, {{0}, {0}}, {{2}, {2}})[0][0], 1e-14);
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(optimizer.get(), 1, 0));
  EXPECT_NEAR(-4 * 0.25 * 0.25 * 2, step(optimizer, {{0}, {0}}, {{2}, {2}})[1][0], 1e-14);
}

// A step that no parameter takes teaches nothing, and neither does a gradient of zeros or a learning rate of zero.
TEST_P(whole_tensors, swats_learns_of_steps_alone) {
  const optimizer_handle optimizer = make(DLOPT_RULE_SWATS, {{DLOPT_HYPER_LR, 0}});
  step(optimizer, {{1}}, {{2}});
  EXPECT_EQ(0, number(optimizer, DLOPT_SLOT_ALL, "lambda"));
  set(optimizer, DLOPT_HYPER_LR, 0.5);
  step(optimizer, {{1}}, {{0}});
  EXPECT_EQ(0, number(optimizer, DLOPT_SLOT_ALL, "lambda"));
  EXPECT_EQ(2, number(optimizer, DLOPT_SLOT_ALL, "k"));
  ASSERT_DLOPT(dlopt_optimizer_param_freeze(optimizer.get(), 0, 1));
  step(optimizer, {{1}}, {{2}});
  EXPECT_EQ(2, number(optimizer, DLOPT_SLOT_ALL, "k"));
}

TEST_P(whole_tensors, shared_numbers_are_seen_and_cloned) {
  const optimizer_handle optimizer = make(DLOPT_RULE_PRODIGY, {{DLOPT_HYPER_D0, 0.5}});
  step(optimizer, {{1}}, {{1}});
  dlopt_optimizer* raw = nullptr;
  ASSERT_DLOPT(dlopt_optimizer_clone(optimizer.get(), &raw));
  const optimizer_handle copy(raw);
  EXPECT_EQ(0.5, number(copy, DLOPT_SLOT_ALL, "d"));
  step(optimizer, {{-4}}, {{1}});
  EXPECT_LT(0.5, number(optimizer, DLOPT_SLOT_ALL, "d"));
  EXPECT_EQ(0.5, number(copy, DLOPT_SLOT_ALL, "d"));
  dlopt_tensor view;
  view.struct_size = sizeof view;
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_state(copy.get(), DLOPT_SLOT_ALL, "s", &view));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_state(copy.get(), 0, "d", &view));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, dlopt_optimizer_state(make_optimizer(DLOPT_RULE_ADAM).get(), DLOPT_SLOT_ALL, "exp_avg", &view));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(whole_tensors);

} // namespace
} // namespace dlopt_test
