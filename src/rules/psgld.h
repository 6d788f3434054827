// Preconditioned stochastic gradient Langevin dynamics.
//
// Li, Chen, Carlson and Carin 2016, "Preconditioned stochastic gradient Langevin dynamics for deep neural networks", algorithm 1, with
// eps_t = lr, N = data_size, lambda = eps. Departs: the term Gamma, which needs second derivatives, is left out, as by nearly everyone (the
// paper bounds what that costs, theorem 1); the average is of g^2 with g the gradient of the mean loss, prior included. The defaults are
// the paper's, eps outside the root. "tfp" is TensorFlow Probability's: eps inside the root, the average starting from 1, 25 steps of
// burn-in.
#pragma once

#include "rules/sgld.h"

namespace dlopt {

struct psgld {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_ALPHA, "alpha", 0.99, "how much of the mean square stays"),
      eps_row(1e-5),
      sgld::hypers[1],
      sgld::hypers[2],
      sgld::hypers[3],
      sgld::hypers[4],
      {DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, DLOPT_KIND_REAL, "initial_accumulator_value", 0, 0, kLargestAmount,
       "what the mean square starts from"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 1, "sqrt(v) + eps, or sqrt(v + eps)", "outside inside"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"tfp", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},
      {"tfp", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 1},
      {"tfp", DLOPT_HYPER_BURN_IN, 25},
  };
  static constexpr state_row states[] = {
      {"square_avg", "running mean of squared gradients", 0, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, state_moment::second}};
  static constexpr bool noisy = true;

  template <class T> struct coefficients {
    T rate, noise;
    T alpha, one_minus_alpha, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double alpha = h[DLOPT_HYPER_ALPHA], eps = safe_eps(h[DLOPT_HYPER_EPS], step);
    const bool inside = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE);
    const sgld::coefficients<double> plain = sgld::coefs(h, step);
    return {plain.rate, plain.noise, alpha, 1 - alpha, inside ? eps : 0, inside ? 0 : eps};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T deviate, T* state) {
    state[0] = c.alpha * state[0] + c.one_minus_alpha * (g * g);
    const T root = square_root(state[0] + c.eps_inside) + c.eps_outside; // the preconditioner is 1 / root
    return c.rate * (g / root) - c.noise * (deviate / square_root(root));
  }
};

} // namespace dlopt
