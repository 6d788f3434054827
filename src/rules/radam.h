// RAdam: Adam that waits until the variance of its step size is finite, and then rectifies it.
//
// Liu et al. 2020, "On the variance of the adaptive learning rate and beyond", algorithm 2, with eps.
// Departs: the threshold is 5, as in every framework, where the paper has 4. The defaults are torch.optim.RAdam's, whose numbers the preset
// "torch" reproduces: rectified above the threshold, a momentum step before, eps not corrected. "optax" is optax.radam: rectified from the
// threshold on, eps corrected. "pytorch_optimizer" is that package's RAdam: from the threshold on, and no update before (where it does not
// decay either; here weight decay goes on). "timm" is timm's own RAdam (radamlegacy): from the threshold on, decoupled decay.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct radam {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_HAT, 0, 2, "where eps stands; see dlopt_eps_mode",
       "outside inside hat"},
      {DLOPT_HYPER_THRESHOLD, DLOPT_KIND_REAL, "threshold", 5, 4, kLargestAmount, "length of the average that rectification waits for"},
      {DLOPT_HYPER_RECTIFY, DLOPT_KIND_CHOICE, "rectify", DLOPT_RECTIFY_ABOVE, 0, 1, "rectify above the threshold or from it on",
       "above from"},
      {DLOPT_HYPER_UNRECTIFIED, DLOPT_KIND_CHOICE, "unrectified", DLOPT_UNRECTIFIED_MOMENTUM, 0, 1,
       "before that, a step along the momentum or none", "momentum nothing"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT},
      {"torch", DLOPT_HYPER_RECTIFY, DLOPT_RECTIFY_ABOVE},
      {"torch", DLOPT_HYPER_UNRECTIFIED, DLOPT_UNRECTIFIED_MOMENTUM},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"optax", DLOPT_HYPER_RECTIFY, DLOPT_RECTIFY_FROM},
      {"optax", DLOPT_HYPER_UNRECTIFIED, DLOPT_UNRECTIFIED_MOMENTUM},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT},
      {"pytorch_optimizer", DLOPT_HYPER_RECTIFY, DLOPT_RECTIFY_FROM},
      {"pytorch_optimizer", DLOPT_HYPER_UNRECTIFIED, DLOPT_UNRECTIFIED_NOTHING},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT},
      {"timm", DLOPT_HYPER_RECTIFY, DLOPT_RECTIFY_FROM},
      {"timm", DLOPT_HYPER_UNRECTIFIED, DLOPT_UNRECTIFIED_MOMENTUM},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2;
    T rectified, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  // rho_t = rho_inf - 2 t beta2^t / (1 - beta2^t), rho_inf = 2 / (1 - beta2) - 1: the length of the average after t steps. While t is small
  // that is the difference of two large numbers, and its series in x = -t log(beta2) is summed instead.
  static double length_of_average(double beta2, int64_t t) {
    const auto bend = [](double x) { return x / 12 - x * x * x / 720 + x * x * x * x * x / 30240; };
    const double per_step = -repro::log(beta2), x = per_step * double(t);
    if (x < 0.06) return double(t) - 2 * (double(t) * bend(x) - bend(per_step));
    return 2 / (1 - beta2) - 1 - 2 * double(t) * repro::pow_int(beta2, t) / repro::one_minus_pow_int(beta2, t);
  }

  static bool is_rectified(const hyper_values& h, double rho) {
    const double threshold = h[DLOPT_HYPER_THRESHOLD];
    return rho > 4 && (h.is(DLOPT_HYPER_RECTIFY, DLOPT_RECTIFY_FROM) ? rho >= threshold : rho > threshold);
  }

  // The corrections of the moments go into rate and eps, as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], eps = h[DLOPT_HYPER_EPS];
    const double c2 = repro::one_minus_pow_int(beta2, step.t);
    const double rho = length_of_average(beta2, step.t), rho_inf = 2 / (1 - beta2) - 1;
    coefficients<double> c = {h[DLOPT_HYPER_LR] / repro::one_minus_pow_int(beta1, step.t), beta1, 1 - beta1, beta2, 1 - beta2, 0, 0, 0};
    if (is_rectified(h, rho)) {
      c.rectified = 1;
      c.rate *= square_root(c2 * (rho - 4) / (rho_inf - 4) * (rho - 2) / (rho_inf - 2) * rho_inf / rho);
    } else if (h.is(DLOPT_HYPER_UNRECTIFIED, DLOPT_UNRECTIFIED_NOTHING)) {
      c.rate = 0;
    }
    if (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE)) c.eps_inside = safe_eps(eps * c2, step);
    else c.eps_outside = safe_eps(h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT) ? eps : eps * square_root(c2), step);
    return c;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    const T adapted = state[0] / (square_root(state[1] + c.eps_inside) + c.eps_outside);
    return c.rate * select(c.rectified != T(0), adapted, state[0]);
  }
};

} // namespace dlopt
