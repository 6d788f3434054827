// signSGD, and with momentum Signum.
//
// Bernstein et al. 2018, "signSGD: compressed optimisation for non-convex problems", algorithm 1; algorithm 2 (Signum) with momentum.
// Departs: no. The buffer is a mean from zeros that nothing corrects, which its sign does not need, and sign(0) is 0, as in every
// framework. The defaults are optax.sign_sgd's, with decoupled decay as in the paper; "optax" says so, and is optax.signum where momentum
// is set. "pytorch_optimizer" is that package's SignSGD and does the same (its momentum is 0.9, an amount you set).
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct signsgd {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_MOMENTUM, "momentum", 0, "how much of the momentum buffer stays; 0: no buffer"),
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"momentum_buffer", "running mean of gradients; kept while momentum is not 0", DLOPT_HYPER_MOMENTUM, 0, state_moment::first}};
  static constexpr uint32_t kBuffer = 1;

  template <class T> struct coefficients {
    T rate;
    T momentum, one_minus_momentum;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info&) {
    const double momentum = h[DLOPT_HYPER_MOMENTUM];
    return {h[DLOPT_HYPER_LR], momentum, 1 - momentum};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    T d = g;
    if constexpr (Used & kBuffer) d = state[0] = c.momentum * state[0] + c.one_minus_momentum * g;
    return c.rate * sign(d);
  }
};

} // namespace dlopt
