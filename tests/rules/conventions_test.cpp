// Where frameworks mean different things by the name of a rule: each convention by numbers that can be worked out on paper.
#include "buffer.h"
#include "isa.h"

#include <cmath>

namespace dlopt_test {
namespace {

class conventions : public on_each_isa {};

using settings = std::vector<std::pair<dlopt_hyper, double>>;

// One parameter of one element.
class run {
public:
  run(dlopt_rule rule, const char* preset, const settings& set, double start = 0) : optimizer(make_optimizer(rule)), p(start) {
    if (preset) EXPECT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset));
    for (const auto& [hyper, value] : set) change(hyper, value);
  }
  void change(dlopt_hyper hyper, double value) { EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), hyper, value)); }
  double step(double gradient) {
    EXPECT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), &p, &gradient, 1));
    return p;
  }
  double state(const char* name) const {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    EXPECT_DLOPT(dlopt_optimizer_state(optimizer.get(), 0, name, &view));
    return *static_cast<double*>(view.data);
  }

private:
  optimizer_handle optimizer;
  double p;
};

TEST_P(conventions, adadelta_has_both_eps_inside_and_averages_steps_before_lr) {
  for (double lr : {0.0, 0.5, 2.0}) {
    run r(DLOPT_RULE_ADADELTA, nullptr, {{DLOPT_HYPER_LR, lr}, {DLOPT_HYPER_RHO, 0.75}, {DLOPT_HYPER_EPS, 4}});
    const double delta = std::sqrt(4.0) / std::sqrt(0.25 * 9 + 4) * 3;
    EXPECT_DOUBLE_EQ(-lr * delta, r.step(3));
    EXPECT_DOUBLE_EQ(0.25 * delta * delta, r.state("acc_delta"));
  }
}

TEST_P(conventions, adamax_adds_eps_to_the_gradient_or_to_the_maximum) {
  const settings set = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA2, 0.5}, {DLOPT_HYPER_EPS, 1}};
  run torch(DLOPT_RULE_ADAMAX, "torch", set), tf(DLOPT_RULE_ADAMAX, "tf", set);
  EXPECT_DOUBLE_EQ(-3.0 / 4, torch.step(3));
  EXPECT_DOUBLE_EQ(-3.0 / 4, tf.step(3));
  torch.step(0), tf.step(0);
  EXPECT_EQ(2, torch.state("exp_inf")); // half of 3 + 1
  EXPECT_EQ(1.5, tf.state("exp_inf"));
  for (int t = 0; t < 9; t++) torch.step(0), tf.step(0);
  EXPECT_EQ(1, torch.state("exp_inf"));
  EXPECT_LT(tf.state("exp_inf"), 0.01);
}

TEST_P(conventions, signsgd_does_not_move_where_its_direction_is_zero) {
  for (double zero : {0.0, -0.0})
    for (double momentum : {0.0, 0.9}) {
      run r(DLOPT_RULE_SIGNSGD, nullptr, {{DLOPT_HYPER_MOMENTUM, momentum}}, 3);
      for (int t = 0; t < 3; t++) EXPECT_EQ(3, r.step(zero));
      EXPECT_EQ(3 - 1e-3, r.step(1e-300)); // the smallest push is a push
    }
}

TEST_P(conventions, asgd_lambd_decays_even_without_weight_decay) {
  run r(DLOPT_RULE_ASGD, "torch", {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_LAMBD, 0.25}}, 8);
  EXPECT_EQ(8 - 0.5 * 0.25 * 8, r.step(0));
  run both(DLOPT_RULE_ASGD, "torch", {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_LAMBD, 0.25}, {DLOPT_HYPER_WEIGHT_DECAY, 0.5}}, 8);
  EXPECT_EQ(8 - 0.5 * 0.75 * 8, both.step(0));
}

TEST_P(conventions, asgd_makes_the_rate_of_a_step_one_step_before_or_at_once) {
  const settings set = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_LAMBD, 0}};
  run torch(DLOPT_RULE_ASGD, "torch", set), current(DLOPT_RULE_ASGD, nullptr, set);
  current.change(DLOPT_HYPER_RATE_LR, DLOPT_RATE_LR_CURRENT);
  EXPECT_EQ(-1, torch.step(1));
  EXPECT_EQ(-1, current.step(1));
  torch.change(DLOPT_HYPER_LR, 8), current.change(DLOPT_HYPER_LR, 8);
  EXPECT_EQ(-2, torch.step(1)); // still the rate of the first step's lr
  EXPECT_EQ(-9, current.step(1));
  EXPECT_EQ(8, torch.state("eta"));
  EXPECT_EQ(-10, torch.step(1));
}

TEST_P(conventions, asgd_averages_from_the_second_step_after_t0) {
  run r(DLOPT_RULE_ASGD, "torch", {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_LAMBD, 0}, {DLOPT_HYPER_T0, 2}}, 0);
  const double ax[] = {-1, -2, -3, -4, -4.5, -5, -5.5}; // the value after steps 1 to 4, then the mean since step 4
  for (double wanted : ax) {
    r.step(1);
    EXPECT_DOUBLE_EQ(wanted, r.state("ax"));
  }
}

// With this beta2 the average is of length 5 at step 7, to the last bit.
constexpr double kTie = 0.7678067796924253;

TEST_P(conventions, radam_rectifies_above_5_or_from_5_on) {
  const settings set = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, kTie}, {DLOPT_HYPER_EPS, 0}};
  run torch(DLOPT_RULE_RADAM, "torch", set), optax(DLOPT_RULE_RADAM, "optax", set);
  for (int t = 1; t <= 6; t++) {
    EXPECT_DOUBLE_EQ(-2.0 * t, torch.step(2));
    EXPECT_DOUBLE_EQ(-2.0 * t, optax.step(2));
  }
  const double rho_inf = 2 / (1 - kTie) - 1, factor = std::sqrt(1.0 * 3 * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * 5));
  EXPECT_DOUBLE_EQ(-14, torch.step(2));
  EXPECT_DOUBLE_EQ(-12 - factor, optax.step(2)); // m / sqrt(v) is 1
  EXPECT_GT(torch.step(2), -16 + 1e-3);
}

TEST_P(conventions, radam_takes_momentum_steps_or_none_while_it_waits) {
  const settings set = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0.5}};
  run torch(DLOPT_RULE_RADAM, "torch", set), none(DLOPT_RULE_RADAM, "pytorch_optimizer", set);
  EXPECT_EQ(-2, torch.step(2)); // m / (1 - beta1)
  for (int t = 1; t <= 5; t++) EXPECT_EQ(0, none.step(2));
  EXPECT_NE(0, none.step(2));
}

TEST_P(conventions, radam_decays_while_it_makes_no_update) {
  run r(DLOPT_RULE_RADAM, "pytorch_optimizer", {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_WEIGHT_DECAY, 0.5}}, 1);
  EXPECT_EQ(0.75, r.step(2));
}

// The average of the first t steps is t long while beta2 is as good as 1: rectification begins at step 6, and is then exact.
TEST_P(conventions, radam_knows_its_length_when_beta2_is_close_to_1) {
  run r(DLOPT_RULE_RADAM, nullptr, {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0}, {DLOPT_HYPER_BETA2, 1 - 0x1p-40}, {DLOPT_HYPER_EPS, 0}});
  for (int t = 1; t <= 5; t++) EXPECT_DOUBLE_EQ(-2.0 * t, r.step(2));
  const double factor = std::sqrt(2.0 * 4 / 6 / 0x1p41); // (rho - 4) (rho - 2) / rho over rho_inf
  EXPECT_NEAR(factor, -10 - r.step(2), 1e-14);
}

// beta1 1/2, momentum_decay 0, two gradients of 1: m is 1/2, then 3/4; m / sqrt(v) has no part in how they are mixed.
TEST_P(conventions, nadam_means_three_optimizers) {
  const settings set = {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_EPS, 0}, {DLOPT_HYPER_WEIGHT_DECAY, 0}};
  run scheduled(DLOPT_RULE_NADAM, "torch", set), next(DLOPT_RULE_NADAM, "optax", set), same(DLOPT_RULE_NADAM, nullptr, set);
  same.change(DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_SAME);
  scheduled.change(DLOPT_HYPER_MOMENTUM_DECAY, 0); // the momentum stays a quarter
  EXPECT_DOUBLE_EQ(-(1 + 0.25 * 0.5 / (1 - 1.0 / 16)), scheduled.step(1));
  EXPECT_EQ(0.25, scheduled.state("mu_product"));
  EXPECT_DOUBLE_EQ(-(1 + 0.5 * 0.5 / 0.75), next.step(1));
  EXPECT_DOUBLE_EQ(-(0.5 + 0.5 * 0.5) / 0.5, same.step(1));
  const double after_one = scheduled.step(1) + (1 + 0.25 * 0.5 / (1 - 1.0 / 16));
  EXPECT_NEAR(-(0.75 / (1 - 1.0 / 16) + 0.25 * 0.75 / (1 - 1.0 / 64)), after_one, 1e-15);
  EXPECT_EQ(1.0 / 16, scheduled.state("mu_product"));
}

TEST_P(conventions, nadam_schedules_its_momentum_from_half_of_beta1_up) {
  run r(DLOPT_RULE_NADAM, "torch", {{DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_MOMENTUM_DECAY, 1000}});
  r.step(1);
  EXPECT_DOUBLE_EQ(0.5, r.state("mu_product")); // 0.96^1000 is nothing
  run slow(DLOPT_RULE_NADAM, "torch", {{DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_MOMENTUM_DECAY, 1}});
  slow.step(1);
  EXPECT_DOUBLE_EQ(0.5 * (1 - 0.96 / 2), slow.state("mu_product"));
}

TEST_P(conventions, nadamw_corrects_gradient_and_moment_alike_and_decays_beside_them) {
  const settings set = {{DLOPT_HYPER_LR, 0.5}, {DLOPT_HYPER_BETA1, 0.5}, {DLOPT_HYPER_EPS, 0}, {DLOPT_HYPER_WEIGHT_DECAY, 0.5}};
  run plain(DLOPT_RULE_NADAMW, nullptr, set, 2), timm(DLOPT_RULE_NADAMW, "timm", set, 2);
  EXPECT_DOUBLE_EQ(2 * 0.75 - 0.5 * (0.5 + 0.25) / 0.5, plain.step(1));
  EXPECT_EQ(plain.step(3), (timm.step(1), timm.step(3)));
}

DLOPT_INSTANTIATE_ON_EACH_ISA(conventions);

} // namespace
} // namespace dlopt_test
