// Lion: the sign of an interpolated momentum.
//
// Chen et al. 2023, "Symbolic discovery of optimization algorithms", program 1 (algorithm 2).
// Departs: no. sign_form refined, optax's, is linear between -1 and 1. sign(0) is 0, as in the authors' code and optax (DeepSpeed's kernels
// move such a parameter by lr, in one direction or the other). PyTorch has no Lion; the defaults are the paper's betas and the authors'
// learning rate, and the decay is decoupled. The presets "optax", "timm" and "bnb" all say just that.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct lion {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-4),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "weight of the momentum in the sign"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.99, "how much of the momentum stays"),
      {DLOPT_HYPER_SIGN_FORM, DLOPT_KIND_CHOICE, "sign_form", DLOPT_SIGN_HARD, 0, 1, "what the step is made of; see dlopt_sign_form",
       "hard refined"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_SIGN_FORM, DLOPT_SIGN_HARD},       {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},  {"timm", DLOPT_HYPER_SIGN_FORM, DLOPT_SIGN_HARD},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED}, {"timm", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"bnb", DLOPT_HYPER_SIGN_FORM, DLOPT_SIGN_HARD},         {"bnb", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"bnb", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {{"exp_avg", "momentum: running mean of gradients", 0, 0, state_moment::first}};

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2, refined;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info&) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    return {h[DLOPT_HYPER_LR], beta1, 1 - beta1, beta2, 1 - beta2, h[DLOPT_HYPER_SIGN_FORM]};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    const T d = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[0] = c.beta2 * state[0] + c.one_minus_beta2 * g;
    return c.rate * select(c.refined != T(0), limited(d, T(1)), sign(d));
  }
};

} // namespace dlopt
