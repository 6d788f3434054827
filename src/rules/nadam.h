// NAdam: Adam with Nesterov's momentum.
//
// Dozat 2016, "Incorporating Nesterov momentum into Adam", algorithm 2, with the momentum schedule of its section on experiments.
// Departs: no. Frameworks mean three different optimizers by this name; nesterov_form tells them apart. The defaults are
// torch.optim.NAdam's, whose numbers the preset "torch" reproduces: the momentum rises to beta1, and the product of its values corrects the
// bias. "optax" is optax.nadam: beta1 throughout, the moment corrected as of the next step. The third is NAdamW's. "tf" is
// Keras' Nadam: as "torch", with a momentum that rises by 0.96^t, and decoupled decay.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct nadam {
  static constexpr hyper_row hypers[] = {
      lr_row(2e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_MOMENTUM_DECAY, DLOPT_KIND_REAL, "momentum_decay", 4e-3, 0, kLargestAmount,
       "how fast the momentum rises from beta1 / 2 to beta1 (nesterov_form scheduled)"},
      {DLOPT_HYPER_NESTEROV_FORM, DLOPT_KIND_CHOICE, "nesterov_form", DLOPT_NESTEROV_SCHEDULED, 0, 2,
       "how gradient and moment are mixed; see dlopt_nesterov_form", "scheduled next same"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 1, "where eps stands; see dlopt_eps_mode",
       "outside inside"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_SCHEDULED},
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"torch", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"torch", DLOPT_HYPER_MOMENTUM_DECAY, 4e-3},
      {"optax", DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_NEXT},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_MOMENTUM_DECAY, 4e-3},
      {"tf", DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_SCHEDULED},
      {"tf", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"tf", DLOPT_HYPER_MOMENTUM_DECAY, 1},
      {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
  };
  static constexpr number_row numbers[] = {{"mu_product", "product of the scheduled momenta so far", 1}};

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2;
    T g_part, m_part, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static double scheduled_momentum(const hyper_values& h, int64_t t) {
    return h[DLOPT_HYPER_BETA1] * (1 - 0.5 * repro::pow(0.96, double(t) * h[DLOPT_HYPER_MOMENTUM_DECAY]));
  }

  static void advance(const hyper_values& h, const step_info& step, double* kept) {
    if (h.is(DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_SCHEDULED)) kept[0] *= scheduled_momentum(h, step.t);
  }

  // How much of the gradient and of the moment goes into the step, both corrected.
  struct mixture {
    double g, m;
  };
  static mixture mixture_of(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], c1 = repro::one_minus_pow_int(beta1, step.t);
    if (h.is(DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_SAME)) return {(1 - beta1) / c1, beta1 / c1};
    if (h.is(DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_NEXT))
      return {(1 - beta1) / c1, beta1 / repro::one_minus_pow_int(beta1, step.t + 1)};
    const double product = step.numbers[0], next = scheduled_momentum(h, step.t + 1);
    return {(1 - scheduled_momentum(h, step.t)) / (1 - product), next / (1 - product * next)};
  }

  // The correction of the second moment goes into rate and eps, as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], eps = h[DLOPT_HYPER_EPS];
    const double c2 = repro::one_minus_pow_int(beta2, step.t);
    const mixture mix = mixture_of(h, step);
    const bool inside = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE);
    return {h[DLOPT_HYPER_LR] * square_root(c2),
            beta1,
            1 - beta1,
            beta2,
            1 - beta2,
            mix.g,
            mix.m,
            inside ? safe_eps(eps * c2, step) : 0,
            inside ? 0 : safe_eps(eps * square_root(c2), step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    const T ahead = c.g_part * g + c.m_part * state[0];
    return c.rate * (ahead / (square_root(state[1] + c.eps_inside) + c.eps_outside));
  }
};

} // namespace dlopt
