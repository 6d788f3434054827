// The formulas that textbooks and lecture notes write, each by the hyper-parameters that reach it. Tests are named after the formula.
#include "buffer.h"
#include "variants.h"

#include <cmath>
#include <functional>

namespace dlopt_test {
namespace {

constexpr double kEta = 0.05, kBeta = 0.8, kEps = 1e-2, kLambda = 0.1, kBeta2 = 0.9;
constexpr int kSteps = 60;

using settings = std::vector<std::pair<dlopt_hyper, double>>;

// The slope of a landscape with a bend.
double slope(double theta) { return 3 * theta + std::cos(theta) - 1.5; }

// An optimizer with one parameter of one element, driven by the slope where the parameter stands.
class library {
public:
  library(dlopt_rule rule, const settings& set) : optimizer_(make_optimizer(rule)) {
    EXPECT_DLOPT(dlopt_optimizer_set(optimizer_.get(), DLOPT_HYPER_LR, kEta));
    for (const auto& [hyper, value] : set) EXPECT_DLOPT(dlopt_optimizer_set(optimizer_.get(), hyper, value));
  }
  double step() {
    const double g = slope(theta);
    EXPECT_DLOPT(dlopt_optimizer_step_f64(optimizer_.get(), &theta, &g, 1));
    return theta;
  }
  double theta = 2;

private:
  optimizer_handle optimizer_;
};

// Follows a document for some steps; `next` gives where the library's parameter should stand after step t.
void follow(dlopt_rule rule, const settings& set, const std::function<double(int)>& next) {
  library run(rule, set);
  for (int t = 1; t <= kSteps; t++) {
    const double wanted = next(t);
    ASSERT_NEAR(wanted, run.step(), 1e-12) << "step " << t;
  }
}

const settings kSutskever = {
    {DLOPT_HYPER_MOMENTUM, kBeta}, {DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_SUTSKEVER}, {DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS}};

TEST(documents, momentum_v_is_beta_v_minus_eta_g) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_SGD, kSutskever, [&](int) { return v = kBeta * v - kEta * slope(theta), theta = theta + v; });
}

TEST(documents, momentum_v_is_gamma_v_plus_eta_g_and_theta_minus_v) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_SGD, kSutskever, [&](int) { return v = kBeta * v + kEta * slope(theta), theta = theta - v; });
}

TEST(documents, momentum_v_is_beta_v_plus_g) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_SGD, {{DLOPT_HYPER_MOMENTUM, kBeta}, {DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS}},
         [&](int) { return v = kBeta * v + slope(theta), theta = theta - kEta * v; });
}

TEST(documents, momentum_v_is_beta_v_plus_one_minus_beta_g) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_SGD,
         {{DLOPT_HYPER_MOMENTUM, kBeta}, {DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_EMA}, {DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS}},
         [&](int) { return v = kBeta * v + (1 - kBeta) * slope(theta), theta = theta - kEta * v; });
}

// Documents take the gradient ahead of the parameter. The library's parameter is that point ahead: where the caller takes the gradient.
TEST(documents, nesterov_gradient_at_theta_plus_beta_v) {
  double v = 0, theta = 2;
  settings set = kSutskever;
  set.emplace_back(DLOPT_HYPER_NESTEROV, 1);
  follow(DLOPT_RULE_SGD, set, [&](int) {
    v = kBeta * v - kEta * slope(theta + kBeta * v);
    theta = theta + v;
    return theta + kBeta * v;
  });
}

TEST(documents, nesterov_gradient_at_theta_minus_eta_beta_v_with_an_averaged_v) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_SGD,
         {{DLOPT_HYPER_MOMENTUM, kBeta},
          {DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_EMA},
          {DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS},
          {DLOPT_HYPER_NESTEROV, 1}},
         [&](int) {
           v = kBeta * v + (1 - kBeta) * slope(theta - kEta * kBeta * v);
           theta = theta - kEta * v;
           return theta - kEta * kBeta * v;
         });
}

// v = beta v + grad(theta - beta v), theta -= eta v, as one document prints it, forgets eta in the point ahead: as a rule of the gradient
// where the caller stands it exists for eta 1 alone.
TEST(documents, nesterov_gradient_at_theta_minus_beta_v_for_eta_one) {
  double v = 0, theta = 0.4;
  library run(
      DLOPT_RULE_SGD,
      {{DLOPT_HYPER_LR, 1}, {DLOPT_HYPER_MOMENTUM, 0.1}, {DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS}, {DLOPT_HYPER_NESTEROV, 1}});
  run.theta = theta;
  for (int t = 1; t <= 8; t++) { // it diverges
    v = 0.1 * v + slope(theta - 0.1 * v);
    theta = theta - v;
    const double ahead = theta - 0.1 * v;
    ASSERT_NEAR(ahead, run.step(), 1e-12 * std::fabs(ahead)) << "step " << t;
  }
}

TEST(documents, adagrad_root_of_G_plus_eps) {
  double G = 0, theta = 2;
  follow(DLOPT_RULE_ADAGRAD, {{DLOPT_HYPER_EPS, kEps}, {DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE}},
         [&](int) { return G += slope(theta) * slope(theta), theta = theta - kEta / std::sqrt(G + kEps) * slope(theta); });
}

TEST(documents, adagrad_root_of_G_and_then_eps) {
  double G = 0, theta = 2;
  follow(DLOPT_RULE_ADAGRAD, {{DLOPT_HYPER_EPS, kEps}},
         [&](int) { return G += slope(theta) * slope(theta), theta = theta - kEta / (std::sqrt(G) + kEps) * slope(theta); });
}

TEST(documents, rmsprop_root_of_v_plus_eps) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_RMSPROP, {{DLOPT_HYPER_EPS, kEps}, {DLOPT_HYPER_ALPHA, kBeta2}, {DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE}}, [&](int) {
    return v = kBeta2 * v + (1 - kBeta2) * slope(theta) * slope(theta), theta = theta - kEta / std::sqrt(v + kEps) * slope(theta);
  });
}

TEST(documents, rmsprop_root_of_v_and_then_eps) {
  double v = 0, theta = 2;
  follow(DLOPT_RULE_RMSPROP, {{DLOPT_HYPER_EPS, kEps}, {DLOPT_HYPER_ALPHA, kBeta2}}, [&](int) {
    return v = kBeta2 * v + (1 - kBeta2) * slope(theta) * slope(theta), theta = theta - kEta / (std::sqrt(v) + kEps) * slope(theta);
  });
}

// m_hat over sqrt(v_hat) + eps at step t.
double adam_direction(double g, double& m, double& v, int t) {
  m = kBeta * m + (1 - kBeta) * g;
  v = kBeta2 * v + (1 - kBeta2) * g * g;
  return m / (1 - std::pow(kBeta, t)) / (std::sqrt(v / (1 - std::pow(kBeta2, t))) + kEps);
}
const settings kAdam = {{DLOPT_HYPER_BETA1, kBeta}, {DLOPT_HYPER_BETA2, kBeta2}, {DLOPT_HYPER_EPS, kEps}, {DLOPT_HYPER_WEIGHT_DECAY, 0}};
settings adam_with_decay(double decay) {
  settings set = kAdam;
  set.emplace_back(DLOPT_HYPER_WEIGHT_DECAY, decay);
  return set;
}

TEST(documents, adam_with_both_corrections) {
  double m = 0, v = 0, theta = 2;
  follow(DLOPT_RULE_ADAM, kAdam, [&](int t) { return theta = theta - kEta * adam_direction(slope(theta), m, v, t); });
}

TEST(documents, adamw_lambda_theta_beside_the_direction) {
  double m = 0, v = 0, theta = 2;
  follow(DLOPT_RULE_ADAMW, adam_with_decay(kLambda),
         [&](int t) { return theta = theta - kEta * (adam_direction(slope(theta), m, v, t) + kLambda * theta); });
}

// The document's two steps: the update, and then minus eta lambda times the parameter before it.
TEST(documents, adamw_decay_of_the_parameter_before_the_update) {
  double m = 0, v = 0, theta = 2;
  follow(DLOPT_RULE_ADAMW, adam_with_decay(kLambda), [&](int t) {
    const double before = theta;
    theta = theta - kEta * adam_direction(slope(theta), m, v, t);
    return theta = theta - kEta * kLambda * before;
  });
}

// A penalty lambda sum w^2 has the gradient 2 lambda w.
TEST(documents, l2_penalty_lambda_sum_of_squares_through_adam) {
  double m = 0, v = 0, theta = 2;
  follow(DLOPT_RULE_ADAM, adam_with_decay(2 * kLambda),
         [&](int t) { return theta = theta - kEta * adam_direction(slope(theta) + 2 * kLambda * theta, m, v, t); });
}

TEST(documents, lamb_ratio_of_norms_without_corrections) {
  double m = 0, v = 0, theta = 2;
  follow(DLOPT_RULE_LAMB,
         {{DLOPT_HYPER_BETA1, kBeta},
          {DLOPT_HYPER_BETA2, kBeta2},
          {DLOPT_HYPER_EPS, kEps},
          {DLOPT_HYPER_WEIGHT_DECAY, kLambda},
          {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_NONE}},
         [&](int) {
           const double g = slope(theta);
           m = kBeta * m + (1 - kBeta) * g;
           v = kBeta2 * v + (1 - kBeta2) * g * g;
           const double r = m / (std::sqrt(v) + kEps) + kLambda * theta;
           return theta = theta - kEta * std::fabs(theta) / std::fabs(r) * r;
         });
}

// Same sign: a step alpha times as long. Another sign: back to where the last step began, and beta times as long.
TEST(documents, rprop_grows_by_alpha_and_goes_back_and_shrinks_by_beta) {
  constexpr double alpha = 1.3, beta = 0.4;
  double theta = 2, length = kEta, last_g = 0;
  follow(DLOPT_RULE_RPROP,
         {{DLOPT_HYPER_ETAPLUS, alpha},
          {DLOPT_HYPER_ETAMINUS, beta},
          {DLOPT_HYPER_RPROP_FORM, DLOPT_RPROP_RPROP_PLUS},
          {DLOPT_HYPER_STEP_SIZE_MIN, 1e-9},
          {DLOPT_HYPER_STEP_SIZE_MAX, 10}},
         [&](int) {
           const double g = slope(theta);
           if (g * last_g < 0) {
             theta += last_g > 0 ? length : -length;
             length *= beta;
             last_g = 0; // the step after a return compares no signs
             return theta;
           }
           if (g * last_g > 0) length *= alpha;
           theta -= g > 0 ? length : -length;
           last_g = g;
           return theta;
         });
}

// The second derivative is the last step over the difference of the two slopes.
TEST(documents, quickprop_secant_step) {
  library run(DLOPT_RULE_QUICKPROP, {{DLOPT_HYPER_WEIGHT_DECAY, 0}, {DLOPT_HYPER_MU, 1e6}});
  const double g0 = slope(run.theta), theta0 = run.theta, theta1 = run.step(), g1 = slope(theta1);
  ASSERT_NEAR(theta0 - kEta * g0, theta1, 1e-15);
  const double secant = (theta1 - theta0) / (g0 - g1) * g1;                     // minus g1 over the finite difference
  const double step = theta1 - theta0, plain = step * -g1 > 0 ? -kEta * g1 : 0; // Fahlman adds a plain step while the slope keeps its sign
  EXPECT_NEAR(theta1 + secant + plain, run.step(), 1e-12);
}

TEST(documents, sgld_half_eta_gradient_and_root_eta_noise) {
  const settings cold = {{DLOPT_HYPER_TEMPERATURE, 0}};
  double theta = 2;
  follow(DLOPT_RULE_SGLD, cold, [&](int) { return theta = theta - kEta / 2 * slope(theta); });
  const optimizer_handle optimizer = make_optimizer(DLOPT_RULE_SGLD);
  EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), DLOPT_HYPER_LR, kEta));
  numbers p(100000, 1.0), g(p.size(), 0.0);
  EXPECT_DLOPT(dlopt_optimizer_step_f64(optimizer.get(), p.data(), g.data(), p.size()));
  double sum = 0, squares = 0;
  for (double x : p) sum += x - 1, squares += (x - 1) * (x - 1);
  EXPECT_NEAR(0, sum / double(p.size()), 5e-3);
  EXPECT_NEAR(kEta, squares / double(p.size()), 2e-3);
}

} // namespace
} // namespace dlopt_test
