// Moments in few bits against float64, for every rule that has moments, the way bitsandbytes tests its 8-bit optimizers (test_optim.py,
// test_optimizer8bit, version 0.50.2): parameters of 0.1 N(0, 1), gradients of 0.01 N(0, 1), some steps, after each of which the reference
// takes over what the library keeps. Its thresholds hold; ours are much closer: half the distance between two codes for every element.
//
// The reference is the library in f64, which the differential test holds against the textbook.
#include "draw.h"
#include "few_bits.h"
#include "isa.h"
#include "variants.h"

namespace dlopt_test {
namespace {

constexpr int64_t kShape[] = {40, 128};
constexpr size_t kNumel = 40 * 128;
constexpr int kSteps = 8;
// bitsandbytes' for f32: of states (all but 20 elements), of parameters on average, and of each.
constexpr double kStateAtol = 3e-3, kStateRtol = 1e-3, kMeanError = 6e-5, kMeanRelative = 6e-4, kAtol = 1e-5, kRtol = 1e-3;

numbers normal(size_t n, double deviation, uint64_t seed) {
  draw r(seed);
  numbers out(n);
  for (double& x : out) // a float, so that both sides get the same
    x = double(float(deviation * std::sqrt(-2 * std::log(1 - r.between(0, 1))) * std::cos(2 * M_PI * r.between(0, 1))));
  return out;
}

// One parameter, its optimizer and its states as numbers.
struct side {
  side(const variant& v, dlopt_dtype dtype, dlopt_state_form form_)
      : rule(v.rule), form(form_), optimizer(make_optimizer(v)), param(dtype, normal(kNumel, 0.1, 1)) {
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = dtype;
    desc.ndim = 2;
    desc.shape = kShape;
    desc.state_form = form;
    int32_t slot;
    EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
  }
  dlopt_tensor shaped(buffer& b) {
    dlopt_tensor t = b.tensor();
    t.ndim = 2;
    t.shape = kShape;
    return t;
  }
  void step(buffer& grad, int t) {
    const dlopt_tensor p = shaped(param), g = shaped(grad);
    if (rule == DLOPT_RULE_SOPHIA && t % 5 == 1) EXPECT_DLOPT(dlopt_optimizer_hessian(optimizer.get(), &g, 1));
    dlopt_step_desc desc = default_step();
    desc.loss = 1;
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), &p, &g, 1, &desc));
  }
  numbers state(const std::string& name) { return decoded(optimizer.get(), 0, name); }
  numbers decoded(dlopt_optimizer* o, int32_t slot, const std::string& name) { return dlopt_test::decoded(o, rule, form, slot, name); }

  dlopt_rule rule;
  dlopt_state_form form;
  optimizer_handle optimizer;
  buffer param;
};

// Calls visit(name, slot) for each state that both keep.
template <class Visit> void for_each_state(side& a, Visit visit) {
  for (const std::string& name : states_of(a.rule))
    for (int32_t slot : {0, int32_t(DLOPT_SLOT_ALL)})
      if (state_view(a.optimizer.get(), slot, name).data) visit(name, slot);
}

void take_over(side& reference, side& from) {
  reference.param.assign(from.param.values());
  for_each_state(from, [&](const std::string& name, int32_t slot) {
    const numbers values = from.decoded(from.optimizer.get(), slot, name);
    const dlopt_tensor to = state_view(reference.optimizer.get(), slot, name);
    ASSERT_EQ(values.size(), elements_of(to)) << name;
    std::memcpy(to.data, values.data(), values.size() * sizeof(double));
  });
}

void compare_states(side& reference, side& tested, const std::string& where) {
  for_each_state(tested, [&](const std::string& name, int32_t slot) {
    if (slot < 0 || moment_of(tested.rule, name) == DLOPT_MOMENT_NONE) return;
    const bool first = moment_of(tested.rule, name) == DLOPT_MOMENT_FIRST;
    const numbers wanted = reference.state(name), got = tested.state(name);
    size_t not_close = 0, outside = 0, vanished = 0;
    double largest_of_all = 0;
    for (size_t i = 0; i < wanted.size(); i++) {
      const size_t block = i / DLOPT_STATES_BLOCK * DLOPT_STATES_BLOCK;
      double largest = 0;
      for (size_t k = block; k < block + DLOPT_STATES_BLOCK; k++) largest = std::max(largest, std::abs(wanted[k]));
      largest_of_all = std::max(largest_of_all, largest);
      const double error = std::abs(got[i] - wanted[i]);
      not_close += error > kStateAtol + kStateRtol * std::abs(got[i]);
      outside += !(error <= state_bound(tested.form, first, wanted[i], largest));
      vanished += !first && wanted[i] > 1e-30 && !(got[i] > 0);
    }
    if (largest_of_all < 0.1) EXPECT_LT(not_close, 20u) << where << name; // an absolute threshold, for states of the gradients' size
    EXPECT_EQ(0u, outside) << where << name;
    EXPECT_EQ(0u, vanished) << where << name;
  });
}

void compare_params(side& reference, side& tested, const std::string& where) {
  const numbers wanted = reference.param.values(), got = tested.param.values();
  double error = 0, relative = 0, far = 0;
  for (size_t i = 0; i < wanted.size(); i++) {
    const double own = std::abs(got[i] - wanted[i]);
    error += own / double(kNumel);
    relative += own / (std::abs(wanted[i]) + 1e-9) / double(kNumel);
    far += own > kAtol + kRtol * std::abs(got[i]);
  }
  EXPECT_LT(error, kMeanError) << where;
  EXPECT_LT(relative, kMeanRelative) << where;
  EXPECT_EQ(0, far) << where;
}

class few_bits : public testing::TestWithParam<dlopt_state_form> {};

TEST_P(few_bits, follow_float64_step_by_step) {
  for (dlopt_rule rule : rules_with_moments()) {
    variant v{rule, "bitsandbytes", "", {{DLOPT_HYPER_LR, 1e-3}}};
    for (const dlopt_hyper_info& info : hypers_of(rule)) {
      if (info.id == DLOPT_HYPER_MOMENTUM || info.id == DLOPT_HYPER_WEIGHT_DECAY) v.set[info.id] = busy_value(info);
      if (info.id == DLOPT_HYPER_AMSGRAD) v.set[info.id] = 1;
    }
    side reference(v, DLOPT_DTYPE_F64, DLOPT_STATES_FULL), tested(v, DLOPT_DTYPE_F32, GetParam());
    take_over(reference, tested); // an initial value may have been rounded
    for (int t = 1; t <= kSteps && !HasFailure(); t++) {
      const std::string where = std::string(dlopt_rule_name(rule)) + " step " + std::to_string(t) + " ";
      buffer grad(DLOPT_DTYPE_F32, normal(kNumel, 0.01, uint64_t(t) + 10));
      reference.step(grad, t);
      tested.step(grad, t);
      compare_states(reference, tested, where);
      compare_params(reference, tested, where);
      take_over(reference, tested);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(forms, few_bits, testing::ValuesIn(kFewBits), [](const auto& info) { return name_of_form(info.param); });

} // namespace
} // namespace dlopt_test
