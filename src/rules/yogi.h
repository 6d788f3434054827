// Yogi: Adam whose second moment moves by a part of the squared gradient, up or down, not by a part of its distance from it.
//
// Zaheer et al. 2018, "Adaptive methods for nonconvex optimization", algorithm 2.
// Departs: by default both moments start from initial_accumulator_value and are then corrected as if they had started from 0, as optax.yogi
// and pytorch_optimizer's Yogi do; the presets "optax" and "pytorch_optimizer" say so. "paper" is the algorithm as printed: from 0, without
// corrections.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct yogi {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-2),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "1 - the part of the squared gradient by which the second moment moves"),
      eps_row(1e-3),
      {DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, DLOPT_KIND_REAL, "initial_accumulator_value", 1e-6, 0, kLargestAmount,
       "what both moments start from"},
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_FLAG, "bias_correction", 1, 0, 1, "divide the moments by 1 - beta^t"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 1e-6},   {"optax", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED}, {"pytorch_optimizer", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 1e-6},
      {"pytorch_optimizer", DLOPT_HYPER_BIAS_CORRECTION, 1},    {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"paper", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},      {"paper", DLOPT_HYPER_BIAS_CORRECTION, 0},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, state_moment::first},
      {"exp_avg_sq", "second moment: follows the squared gradients", 0, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, one_minus_beta2, eps;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  // The corrections of the moments go into rate and eps, as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    const bool corrected = h.is(DLOPT_HYPER_BIAS_CORRECTION);
    const double c1 = corrected ? repro::one_minus_pow_int(beta1, step.t) : 1;
    const double c2 = corrected ? repro::one_minus_pow_int(beta2, step.t) : 1;
    return {h[DLOPT_HYPER_LR] / c1 * square_root(c2), beta1, 1 - beta1, 1 - beta2, safe_eps(h[DLOPT_HYPER_EPS] * square_root(c2), step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    const T square = g * g;
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = state[1] - sign(state[1] - square) * (c.one_minus_beta2 * square);
    return c.rate * (state[0] / (square_root(state[1]) + c.eps));
  }
};

} // namespace dlopt
