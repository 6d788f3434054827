// Stochastic gradient Langevin dynamics: a step of gradient descent and as much noise as makes the parameters a sample.
//
// Welling and Teh 2011, "Bayesian learning via stochastic gradient Langevin dynamics", eq. 4, with eps_t = lr, N = data_size, and g the
// gradient of the mean loss (weight_decay is a Gaussian prior of precision N weight_decay). Departs: temperature and burn_in, as samplers
// in use have them; temperature 1 and burn_in 0 are the paper's. Each deviate is a function of (seed, slot, element, step).
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct sgld {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      {DLOPT_HYPER_DATA_SIZE, DLOPT_KIND_REAL, "data_size", 1, 1, kLargestAmount, "examples in the data, N"},
      {DLOPT_HYPER_TEMPERATURE, DLOPT_KIND_REAL, "temperature", 1, 0, kLargestAmount, "the noise has variance lr temperature"},
      {DLOPT_HYPER_BURN_IN, DLOPT_KIND_INTEGER, "burn_in", 0, 0, 0x1p53, "steps without noise at the beginning"},
      {DLOPT_HYPER_SEED, DLOPT_KIND_INTEGER, "seed", 0, 0, 0x1p53, "of the noise, and of parameters that are rounded stochastically"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {{"tfp", DLOPT_HYPER_BURN_IN, 25}};
  static constexpr bool noisy = true;

  template <class T> struct coefficients { T rate, noise; };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static double noise_size(const hyper_values& h, const step_info& step) {
    return double(step.t) > h[DLOPT_HYPER_BURN_IN] ? square_root(h[DLOPT_HYPER_LR] * h[DLOPT_HYPER_TEMPERATURE]) : 0;
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    return {h[DLOPT_HYPER_LR] / 2 * h[DLOPT_HYPER_DATA_SIZE], noise_size(h, step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T deviate, T*) {
    return c.rate * g - c.noise * deviate;
  }
};

} // namespace dlopt
