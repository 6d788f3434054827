// Adadelta.
//
// Zeiler 2012, "ADADELTA: an adaptive learning rate method", algorithm 1.
// Departs: the step is multiplied by lr, as in every framework; the average of squared steps is of steps before lr. The defaults are
// torch.optim.Adadelta's, whose numbers the preset "torch" reproduces; "optax" is optax.adadelta and does the same; "tf" is
// Keras' Adadelta: with decoupled decay.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct adadelta {
  static constexpr hyper_row hypers[] = {
      lr_row(1),
      fraction_row(DLOPT_HYPER_RHO, "rho", 0.9, "how much of the mean squares stays"),
      eps_row(1e-6),
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"square_avg", "running mean of squared gradients", 0, 0, state_moment::second},
      {"acc_delta", "running mean of squared steps, before lr", 0, 0, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T rho, one_minus_rho, eps;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double rho = h[DLOPT_HYPER_RHO];
    return {h[DLOPT_HYPER_LR], rho, 1 - rho, safe_eps(h[DLOPT_HYPER_EPS], step)};
  }

  // Two roots, not the root of one quotient: that would overflow, or lose its digits, where each root is harmless.
  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.rho * state[0] + c.one_minus_rho * (g * g);
    const T delta = square_root(state[1] + c.eps) / square_root(state[0] + c.eps) * g;
    state[1] = c.rho * state[1] + c.one_minus_rho * (delta * delta);
    return c.rate * delta;
  }
};

} // namespace dlopt
