// SM3: AdaGrad that keeps one sum for each index of each dimension, the largest that its elements have.
//
// Anil et al. 2019, "Memory-efficient adaptive optimization", algorithm SM3-II: the second moment of an element is the least of the sums
// that cover it, plus its squared gradient. Departs: momentum averages scaled gradients, and eps stands beside the second moment, as both
// frameworks have them. The defaults but for lr are those of optax.sm3, which the preset "optax" reproduces (with scale_by_sm3's b2 for
// beta2). "pytorch_optimizer" is its SM3, whose beta is beta2 here, and whose beta 0 is beta2 1; with a beta its sums never fall.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct sm3 {
  static constexpr hyper_row hypers[] = {
      lr_row(0.1),
      fraction_row(DLOPT_HYPER_MOMENTUM, "momentum", 0.9, "how much of the mean of scaled gradients stays; 0: there is none"),
      {DLOPT_HYPER_BETA2, DLOPT_KIND_REAL, "beta2", 1, 0, 1, "how much of the second moment stays; 1: it is a sum"},
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_ACCUMULATOR_FORM, DLOPT_KIND_CHOICE, "accumulator_form", DLOPT_ACCUMULATOR_LATEST, 0, 1,
       "whether a running mean may fall; see dlopt_accumulator_form", "latest largest"},
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_ACCUMULATOR_FORM, DLOPT_ACCUMULATOR_LATEST},
      {"pytorch_optimizer", DLOPT_HYPER_ACCUMULATOR_FORM, DLOPT_ACCUMULATOR_LARGEST},
  };

  static constexpr state_row states[] = {
      {"momentum_buffer", "running mean of scaled gradients; kept while momentum is not 0", DLOPT_HYPER_MOMENTUM, 0, state_moment::first},
      {"accumulator", "the largest second moment of the elements at each index of each dimension", 0, 0, state_moment::none,
       DLOPT_STATE_AXES},
  };
  static constexpr int32_t cover_state = 1;

  template <class T> struct coefficients {
    T rate;
    T momentum, beta2, take, eps;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta2 = h[DLOPT_HYPER_BETA2];
    return {h[DLOPT_HYPER_LR], h[DLOPT_HYPER_MOMENTUM], beta2, beta2 == 1 ? 1 : 1 - beta2, safe_eps(h[DLOPT_HYPER_EPS], step)};
  }

  static bool cover_rises(const hyper_values& h) {
    return h[DLOPT_HYPER_BETA2] != 1 && h.is(DLOPT_HYPER_ACCUMULATOR_FORM, DLOPT_ACCUMULATOR_LARGEST);
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[1] = c.beta2 * state[1] + c.take * (g * g);
    const T u = g / square_root(state[1] + c.eps);
    if constexpr (!(Used & 1)) return c.rate * u;
    state[0] = c.momentum * state[0] + (T(1) - c.momentum) * u;
    return c.rate * state[0];
  }
};

} // namespace dlopt
