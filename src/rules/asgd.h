// Averaged SGD: plain steps, and the mean of the parameters that they pass.
//
// Polyak and Juditsky 1992, "Acceleration of stochastic approximation by averaging", with the rate of Xu 2011, "Towards optimal one pass
// large scale learning with averaged stochastic gradient descent", section 6. The defaults are torch.optim.ASGD's, whose numbers the preset
// "torch" reproduces: lambd decays the parameters even where weight_decay is 0; the average begins with the parameter after step t0 + 2;
// and the rate of a step is made by the step before it, from the lr of that time (rate_lr).
// Departs: no. As the decay is part of the method, and weight_decay adds to lambd, there is no decay_mode.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct asgd {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-2),
      {DLOPT_HYPER_LAMBD, DLOPT_KIND_REAL, "lambd", 1e-4, 0, kLargestAmount, "decay of the parameters that also slows the rate"},
      {DLOPT_HYPER_RATE_POWER, DLOPT_KIND_REAL, "alpha", 0.75, 0, kLargestAmount, "the rate falls as lr / (1 + lambd lr t)^alpha"},
      {DLOPT_HYPER_T0, DLOPT_KIND_REAL, "t0", 1e6, 0, kLargestAmount, "the step after which averaging starts"},
      {DLOPT_HYPER_RATE_LR, DLOPT_KIND_CHOICE, "rate_lr", DLOPT_RATE_LR_PREVIOUS, 0, 1, "whether the rate is of the lr of the step before",
       "previous current"},
      decay_row(0),
  };
  static constexpr preset_row presets[] = {{"torch", DLOPT_HYPER_RATE_LR, DLOPT_RATE_LR_PREVIOUS}};

  static constexpr state_row states[] = {
      {"ax", "mean of the parameter's values after steps t0 + 2, t0 + 3, ...; until then its value", 0, 0}};
  enum { kEta, kRate };
  static constexpr number_row numbers[] = {
      {"eta", "rate of the next step, by the lr of the last", 0},
      {"rate", "rate of the last step", 0},
  };

  template <class T> struct coefficients {
    T rate;
    T decay, mu;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static double rate_after(const hyper_values& h, int64_t steps) {
    const double lr = h[DLOPT_HYPER_LR];
    return lr / repro::pow(1 + h[DLOPT_HYPER_LAMBD] * lr * double(steps), h[DLOPT_HYPER_RATE_POWER]);
  }

  static void advance(const hyper_values& h, const step_info& step, double* kept) {
    const bool made_before = step.t > 1 && h.is(DLOPT_HYPER_RATE_LR, DLOPT_RATE_LR_PREVIOUS);
    kept[kRate] = made_before ? kept[kEta] : rate_after(h, step.t - 1);
    kept[kEta] = rate_after(h, step.t);
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double averaged = double(step.t - 1) - h[DLOPT_HYPER_T0];
    return {step.numbers[kRate], h[DLOPT_HYPER_LAMBD] + h[DLOPT_HYPER_WEIGHT_DECAY], averaged > 1 ? 1 / averaged : 1};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T p, T* state) {
    const T move = c.rate * (g + c.decay * p);
    const T next = p - move;
    state[0] = select(c.mu == T(1), next, state[0] + c.mu * (next - state[0]));
    return move;
  }
};

} // namespace dlopt
