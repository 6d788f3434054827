// AdaBelief: Adam whose second moment is that of what the first one did not foresee.
//
// Zhuang et al. 2020, "AdaBelief optimizer: adapting stepsizes by the belief in observed gradients", algorithm 2; its eps is added to the
// second moment at every step, and stays in it. Rectified: the length of the average and the rectification of Liu et al. 2020, "On the
// variance of the adaptive learning rate and beyond", from length 5 on; a step along the corrected momentum before.
// Departs: no. The defaults are the paper's, and those of the preset "pytorch_optimizer". "optax" is optax.adabelief, whose eps_root is an
// amount of its own. "timm" rectifies; its rectified steps leave the maximum of amsgrad unused, which here is used.
#pragma once

#include "rules/radam.h"

namespace dlopt {

struct adabelief {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-16),
      {DLOPT_HYPER_EPS_ROOT, DLOPT_KIND_REAL, "eps_root", 1e-16, 0, kLargestAmount,
       "added to the second moment at every step (eps_root_form own)"},
      {DLOPT_HYPER_EPS_ROOT_FORM, DLOPT_KIND_CHOICE, "eps_root_form", DLOPT_EPS_ROOT_SAME, 0, 1,
       "what is added to the second moment: eps or eps_root", "same own"},
      decay_row(0),
      {DLOPT_HYPER_AMSGRAD, DLOPT_KIND_FLAG, "amsgrad", 0, 0, 1, "divide by the largest second moment so far"},
      {DLOPT_HYPER_RECTIFIED, DLOPT_KIND_FLAG, "rectified", 0, 0, 1, "rectify the step as RAdam does; eps is then not corrected"},
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_EPS_ROOT_FORM, DLOPT_EPS_ROOT_OWN},
      {"optax", DLOPT_HYPER_RECTIFIED, 0},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_EPS_ROOT_FORM, DLOPT_EPS_ROOT_SAME},
      {"timm", DLOPT_HYPER_RECTIFIED, 1},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_ROOT_FORM, DLOPT_EPS_ROOT_SAME},
      {"pytorch_optimizer", DLOPT_HYPER_RECTIFIED, 0},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_var", "second moment: running mean of squared differences of gradients and first moment", 0, 0, state_moment::second},
      {"max_exp_avg_var", "largest second moment so far; kept while amsgrad is 1", DLOPT_HYPER_AMSGRAD, 0, state_moment::second},
  };
  static constexpr uint32_t kAmsgrad = 4;

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2;
    T eps_root, eps, adapts;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  // The corrections of the moments go into rate and eps, as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    const double c1 = repro::one_minus_pow_int(beta1, step.t), c2 = repro::one_minus_pow_int(beta2, step.t);
    const double eps = h[DLOPT_HYPER_EPS], eps_root = h.is(DLOPT_HYPER_EPS_ROOT_FORM, DLOPT_EPS_ROOT_OWN) ? h[DLOPT_HYPER_EPS_ROOT] : eps;
    coefficients<double> c = {h[DLOPT_HYPER_LR] / c1, beta1, 1 - beta1, beta2, 1 - beta2, eps_root, safe_eps(eps, step), 1};
    if (!h.is(DLOPT_HYPER_RECTIFIED)) {
      c.rate *= square_root(c2);
      c.eps = safe_eps(eps * square_root(c2), step);
      return c;
    }
    const double rho = radam::length_of_average(beta2, step.t), last = 2 / (1 - beta2) - 1;
    if (rho >= 5) c.rate *= square_root(c2 * (rho - 4) / (last - 4) * (rho - 2) / (last - 2) * last / rho);
    else c.adapts = 0;
    return c;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    const T error = g - state[0];
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (error * error) + c.eps_root;
    T v = state[1];
    if constexpr (Used & kAmsgrad) v = state[2] = larger(state[2], state[1]);
    return c.rate * (state[0] / select(c.adapts != T(0), square_root(v) + c.eps, T(1)));
  }
};

} // namespace dlopt
