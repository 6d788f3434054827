// Rprop and Quickprop at the edges: gradients of exactly 0, slopes that repeat, and the loss that irprop_plus looks at.
#include "handles.h"
#include "isa.h"

#include <cmath>
#include <cstring>

namespace dlopt_test {
namespace {

class sign_rules : public on_each_isa {};

template <class T> dlopt_status take(const optimizer_handle& o, T& p, T g, double loss = NAN) {
  constexpr dlopt_dtype dtype = sizeof(T) == 4 ? DLOPT_DTYPE_F32 : DLOPT_DTYPE_F64;
  if (dlopt_optimizer_param_count(o.get()) == 0) {
    dlopt_param_desc desc;
    EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
    desc.dtype = dtype;
    int32_t slot;
    EXPECT_DLOPT(dlopt_optimizer_param_add(o.get(), &desc, &slot));
  }
  dlopt_tensor param, gradient;
  EXPECT_DLOPT(dlopt_tensor_init(&param, sizeof param, &p, dtype, 0, nullptr));
  EXPECT_DLOPT(dlopt_tensor_init(&gradient, sizeof gradient, &g, dtype, 0, nullptr));
  dlopt_step_desc desc = default_step();
  desc.loss = loss;
  return dlopt_optimizer_step(o.get(), &param, &gradient, 1, &desc);
}

template <class T> T state(const optimizer_handle& o, const char* name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  EXPECT_DLOPT(dlopt_optimizer_state(o.get(), 0, name, &view));
  return *static_cast<T*>(view.data);
}

optimizer_handle rprop(int32_t form) {
  optimizer_handle o = make_optimizer(DLOPT_RULE_RPROP);
  EXPECT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_LR, 0.25));
  EXPECT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_ETAPLUS, 2));
  EXPECT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_RPROP_FORM, form));
  return o;
}

optimizer_handle quickprop() {
  optimizer_handle o = make_optimizer(DLOPT_RULE_QUICKPROP);
  EXPECT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_WEIGHT_DECAY, 0));
  EXPECT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_LR, 0.5));
  return o;
}

// Also right after steps that were under way, in one direction or the other.
TEST_P(sign_rules, a_weight_whose_gradient_is_exactly_0_never_moves) {
  for (double direction : {1.0, -1.0})
    for (double zero : {0.0, -0.0}) {
      std::vector<optimizer_handle> all;
      for (int32_t form : {DLOPT_RPROP_IRPROP_MINUS, DLOPT_RPROP_IRPROP_PLUS, DLOPT_RPROP_RPROP_PLUS}) all.push_back(rprop(form));
      all.push_back(quickprop());
      all.push_back(quickprop());
      EXPECT_DLOPT(dlopt_optimizer_preset(all.back().get(), "fann"));
      for (const optimizer_handle& o : all) {
        double p = 1;
        for (double g : {1.0, 0.75, 1.5, -0.5, 1.0}) {
          ASSERT_DLOPT(take(o, p, direction * g, 1 / g));
          const double before = p;
          for (int t = 0; t < 3; t++) ASSERT_DLOPT(take(o, p, zero, 3.0 * t));
          EXPECT_EQ(before, p);
        }
      }
    }
}

// f32 gradients whose product is 0: PyTorch's factor would be 1.
TEST_P(sign_rules, rprop_sees_the_signs_of_gradients_whose_product_vanishes) {
  const optimizer_handle o = rprop(DLOPT_RPROP_IRPROP_MINUS);
  float p = 0;
  for (float g : {1e-30f, 1e-30f, 1e-30f}) ASSERT_DLOPT(take(o, p, g));
  EXPECT_EQ(-(0.25f + 0.5f + 1), p);
  ASSERT_DLOPT(take(o, p, -1e-30f));
  EXPECT_EQ(0.5f, state<float>(o, "step_size"));
}

TEST_P(sign_rules, rprop_bounds_every_step_size_and_reads_lr_once) {
  const optimizer_handle o = rprop(DLOPT_RPROP_IRPROP_MINUS);
  ASSERT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_STEP_SIZE_MAX, 0.75));
  double p = 0;
  ASSERT_DLOPT(take(o, p, 1.0));
  ASSERT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_LR, 0.125));
  for (int t = 0; t < 2; t++) ASSERT_DLOPT(take(o, p, 1.0));
  EXPECT_EQ(-(0.25 + 0.5 + 0.75), p);
}

// Where the gradient turned: stay, take back, or take back if the loss grew; and the step after it does not compare signs.
TEST_P(sign_rules, the_three_forms_of_rprop_differ_where_the_gradient_turns) {
  const struct {
    int32_t form;
    double loss, after;
  } rows[] = {
      {DLOPT_RPROP_IRPROP_MINUS, 9, -0.75}, {DLOPT_RPROP_IRPROP_PLUS, 9, -0.25}, {DLOPT_RPROP_IRPROP_PLUS, 4, -0.75},
      {DLOPT_RPROP_IRPROP_PLUS, 1, -0.75},  {DLOPT_RPROP_RPROP_PLUS, 1, -0.25},
  };
  for (const auto& row : rows) {
    const optimizer_handle o = rprop(row.form);
    double p = 0;
    ASSERT_DLOPT(take(o, p, 2.0, 5));
    ASSERT_DLOPT(take(o, p, 3.0, 4));
    EXPECT_EQ(-0.75, p);
    ASSERT_DLOPT(take(o, p, -1.0, row.loss));
    EXPECT_EQ(row.after, p) << row.form << " with loss " << row.loss;
    EXPECT_EQ(0, state<double>(o, "prev"));
    EXPECT_EQ(0.25, state<double>(o, "step_size"));
    ASSERT_DLOPT(take(o, p, -1.0, 0));
    EXPECT_EQ(row.after + 0.25, p);
  }
}

TEST_P(sign_rules, irprop_plus_wants_the_loss_and_changes_nothing_without_it) {
  const optimizer_handle o = rprop(DLOPT_RPROP_IRPROP_PLUS);
  double p = 1;
  ASSERT_DLOPT(take(o, p, 1.0, 2.0));
  EXPECT_EQ(DLOPT_ERR_INVALID_ARGUMENT, take(o, p, 1.0));
  EXPECT_NE(nullptr, std::strstr(dlopt_last_error(), "loss: got nan")) << dlopt_last_error();
  EXPECT_EQ(0.75, p);
  EXPECT_EQ(1, dlopt_optimizer_steps(o.get()));
  EXPECT_EQ(2.0, state<double>(o, "prev_loss"));
  ASSERT_DLOPT(take(o, p, 1.0, INFINITY)); // a loss all the same
  EXPECT_EQ(1, state<double>(o, "loss_grew"));
  ASSERT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_IRPROP_MINUS));
  ASSERT_DLOPT(take(o, p, 1.0));
}

// The first loss that is told has none to be compared with.
TEST_P(sign_rules, irprop_plus_chosen_late_does_not_count_its_first_loss_as_grown) {
  const optimizer_handle o = rprop(DLOPT_RPROP_IRPROP_MINUS);
  double p = 0;
  ASSERT_DLOPT(take(o, p, 1.0));
  ASSERT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_IRPROP_PLUS));
  ASSERT_DLOPT(take(o, p, -1.0, 1e300));
  EXPECT_EQ(-0.25, p) << "it stays";
}

TEST_P(sign_rules, quickprop_is_finite_when_the_slope_repeats) {
  for (double mu : {1.75, 1e30})
    for (double slope : {1.0, -1.0, 1e-300, 1e150, 5e-324}) {
      const optimizer_handle o = quickprop();
      ASSERT_DLOPT(dlopt_optimizer_set(o.get(), DLOPT_HYPER_MU, mu));
      double p = 0;
      for (int t = 0; t < 4; t++) {
        ASSERT_DLOPT(take(o, p, slope));
        EXPECT_TRUE(std::isfinite(p)) << "mu " << mu << ", slope " << slope << ", step " << t;
      }
      EXPECT_LE(p * slope, 0) << "downhill";
    }
}

// A caller may change states, or maximize: then the last step and the last slope tell no parabola.
TEST_P(sign_rules, quickprop_without_a_parabola_follows_the_slope) {
  const optimizer_handle o = quickprop();
  double p = 0;
  ASSERT_DLOPT(take(o, p, 2.0));
  dlopt_tensor view;
  view.struct_size = sizeof view;
  ASSERT_DLOPT(dlopt_optimizer_state(o.get(), 0, "prev", &view));
  *static_cast<double*>(view.data) = -1; // equal to the next slope, too: S_prev = S
  p = 0;
  ASSERT_DLOPT(take(o, p, -1.0));
  EXPECT_EQ(0.5, p);
}

TEST_P(sign_rules, quickprop_lands_on_the_bottom_of_a_parabola) {
  const optimizer_handle o = quickprop();
  double p = 8; // of 1/4 (p - 2)^2, whose slope is (p - 2) / 2
  for (int t = 0; t < 3; t++) ASSERT_DLOPT(take(o, p, (p - 2) / 2));
  EXPECT_EQ(1.8125, p); // the linear term carried it past
  ASSERT_DLOPT(take(o, p, (p - 2) / 2));
  EXPECT_EQ(2, p);
}

TEST_P(sign_rules, nan_gradients_are_seen) {
  const optimizer_handle all[] = {rprop(DLOPT_RPROP_IRPROP_MINUS), rprop(DLOPT_RPROP_RPROP_PLUS), quickprop()};
  for (const optimizer_handle& o : all) {
    double p = 1;
    ASSERT_DLOPT(take(o, p, 1.0));
    ASSERT_DLOPT(take(o, p, double(NAN)));
    EXPECT_TRUE(std::isnan(p));
  }
}

DLOPT_INSTANTIATE_ON_EACH_ISA(sign_rules);

} // namespace
} // namespace dlopt_test
