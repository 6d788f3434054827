// AdEMAMix: Adam with a second, slow mean of gradients added to the first.
//
// Pagliardini, Ablin and Grangier 2024, "The AdEMAMix optimizer: better, faster, older", algorithm 1, and its warm-ups of alpha (linear)
// and beta3 (linear in the half-life of the slow mean), which here are functions of the step alone. The slow mean is not bias-corrected.
// Departs: no. The defaults are the paper's, without warm-up and without decay. Presets differ in the decay: "optax" is
// optax.contrib.ademamix, "pytorch_optimizer" that package's AdEMAMix, "bnb" bitsandbytes', which decays after the update.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct ademamix {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the fast mean stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      fraction_row(DLOPT_HYPER_BETA3, "beta3", 0.9999, "how much of the slow mean stays, after its warm-up"),
      {DLOPT_HYPER_SLOW_WEIGHT, DLOPT_KIND_REAL, "alpha", 5, 0, kLargestAmount, "how often the slow mean counts, after its warm-up"},
      {DLOPT_HYPER_T_ALPHA, DLOPT_KIND_INTEGER, "t_alpha", 0, 0, 0x1p53, "steps over which alpha rises from 0; 0: none"},
      {DLOPT_HYPER_T_BETA3, DLOPT_KIND_INTEGER, "t_beta3", 0, 0, 0x1p53, "steps over which beta3 rises from beta1; 0: none"},
      eps_row(1e-8),
      {DLOPT_HYPER_EPS_ROOT, DLOPT_KIND_REAL, "eps_root", 0, 0, kLargestAmount, "added to the second moment inside the root"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_ROOT, 0},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"bnb", DLOPT_HYPER_EPS_ROOT, 0},
      {"bnb", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"bnb", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "fast mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
      {"exp_avg_slow", "slow mean of gradients", 0, 0},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2, beta3, one_minus_beta3;
    T slow_part, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  // How far a warm-up of so many steps has come.
  static double progress(int64_t t, double steps) { return double(t) < steps ? double(t) / steps : 1; }

  // 1 / log(beta) goes from beta1's to beta3's; a beta of 0 has there 0.
  static double warm_beta3(const hyper_values& h, int64_t t) {
    const double start = h[DLOPT_HYPER_BETA1], end = h[DLOPT_HYPER_BETA3], done = progress(t, h[DLOPT_HYPER_T_BETA3]);
    if (done == 1 || start >= end) return end;
    return repro::exp(1 / ((1 - done) / repro::log(start) + done / repro::log(end)));
  }

  // The corrections of the moments go into rate, eps and slow_part, much as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], beta3 = warm_beta3(h, step.t);
    const double c1 = repro::one_minus_pow_int(beta1, step.t), c2 = repro::one_minus_pow_int(beta2, step.t);
    return {h[DLOPT_HYPER_LR] / c1 * square_root(c2),
            beta1,
            1 - beta1,
            beta2,
            1 - beta2,
            beta3,
            1 - beta3,
            h[DLOPT_HYPER_SLOW_WEIGHT] * progress(step.t, h[DLOPT_HYPER_T_ALPHA]) * c1,
            h[DLOPT_HYPER_EPS_ROOT] * c2,
            safe_eps(h[DLOPT_HYPER_EPS] * square_root(c2), step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    state[2] = c.beta3 * state[2] + c.one_minus_beta3 * g;
    return c.rate * ((state[0] + c.slow_part * state[2]) / (square_root(state[1] + c.eps_inside) + c.eps_outside));
  }
};

} // namespace dlopt
