// Adamax: Adam with the infinity norm.
//
// Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 2.
// Departs: eps, which the paper lacks. eps_mode says where it stands: inside the maximum, beside the gradient, max(beta2 u, |g| + eps); or
// outside, u + eps. The defaults are torch.optim.Adamax's, whose numbers the preset "torch" reproduces: inside. "optax" is optax.adamax and
// does the same. "tf" is Keras' Adamax: outside, and decoupled decay.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct adamax {
  static constexpr hyper_row hypers[] = {
      lr_row(2e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the largest gradient stays"),
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_INSIDE, 0, 1, "u + eps, or max(beta2 u, |g| + eps)",
       "outside inside"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},   {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},   {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"tf", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},     {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_inf", "fading maximum of the gradients' magnitudes", 0, 0, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], eps = safe_eps(h[DLOPT_HYPER_EPS], step);
    const bool inside = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE);
    const double rate = h[DLOPT_HYPER_LR] / repro::one_minus_pow_int(beta1, step.t);
    return {rate, beta1, 1 - beta1, h[DLOPT_HYPER_BETA2], inside ? eps : 0, inside ? 0 : eps};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = larger(c.beta2 * state[1], absolute(g) + c.eps_inside);
    return c.rate * (state[0] / (state[1] + c.eps_outside));
  }
};

} // namespace dlopt
