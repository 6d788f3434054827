// Adan: Adam with Nesterov's momentum made of the differences between successive gradients.
//
// Xie et al. 2022, "Adan: adaptive Nesterov momentum algorithm for faster optimizing deep models", algorithm 1 without restarts, its betas
// counted from 1, and with bias corrections, as in the authors' code. The first gradient has no difference.
// Departs: no. The defaults are the authors', whose numbers the presets "timm" and "pytorch_optimizer" reproduce: differences count beta2
// times, and the decay divides by 1 + lr * weight_decay after the update (their no_prox is decay_mode decoupled, decay_order before).
// "optax" is optax.adan, where differences count 1 - beta2 times: with the same betas it is another optimizer.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct adan {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.98, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.92, "how much of the mean difference stays"),
      fraction_row(DLOPT_HYPER_BETA3, "beta3", 0.99, "how much of the second moment stays"),
      eps_row(1e-8),
      {DLOPT_HYPER_EPS_ROOT, DLOPT_KIND_REAL, "eps_root", 0, 0, kLargestAmount, "added to the second moment inside the root"},
      {DLOPT_HYPER_DIFF_FORM, DLOPT_KIND_CHOICE, "diff_form", DLOPT_DIFF_BETA2, 0, 1, "how often differences count: beta2 or 1 - beta2",
       "beta2 one_minus_beta2"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_PROXIMAL),
      {DLOPT_HYPER_DECAY_ORDER, DLOPT_KIND_CHOICE, "decay_order", DLOPT_DECAY_AFTER, 0, 1, "decay beside the update: before or after it",
       "before after"},
  };
  static constexpr preset_row presets[] = {
      {"timm", DLOPT_HYPER_EPS_ROOT, 0},
      {"timm", DLOPT_HYPER_DIFF_FORM, DLOPT_DIFF_BETA2},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_PROXIMAL},
      {"timm", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_ROOT, 0},
      {"pytorch_optimizer", DLOPT_HYPER_DIFF_FORM, DLOPT_DIFF_BETA2},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_PROXIMAL},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
      {"optax", DLOPT_HYPER_EPS_ROOT, 1e-8},
      {"optax", DLOPT_HYPER_DIFF_FORM, DLOPT_DIFF_ONE_MINUS_BETA2},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_diff", "running mean of differences between successive gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squares of gradients that look ahead", 0, 0, state_moment::second},
      {"previous_grad", "gradient of the step before", 0, 0},
  };
  static constexpr uint32_t kPrevious = 8;

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2, beta3, one_minus_beta3;
    T first, diff_ahead, diff_part, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  // The corrections of the moments go into rate, eps and diff_part, much as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], beta3 = h[DLOPT_HYPER_BETA3];
    const double c1 = repro::one_minus_pow_int(beta1, step.t), c2 = repro::one_minus_pow_int(beta2, step.t);
    const double c3 = repro::one_minus_pow_int(beta3, step.t);
    const double times = h.is(DLOPT_HYPER_DIFF_FORM, DLOPT_DIFF_BETA2) ? beta2 : 1 - beta2;
    return {h[DLOPT_HYPER_LR] / c1 * square_root(c3),
            beta1,
            1 - beta1,
            beta2,
            1 - beta2,
            beta3,
            1 - beta3,
            step.fresh & kPrevious ? 1.0 : 0.0,
            times,
            times * c1 / c2,
            h[DLOPT_HYPER_EPS_ROOT] * c3,
            safe_eps(h[DLOPT_HYPER_EPS] * square_root(c3), step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    const T diff = select(c.first != T(0), T(0), g - state[3]);
    const T ahead = g + c.diff_ahead * diff;
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * diff;
    state[2] = c.beta3 * state[2] + c.one_minus_beta3 * (ahead * ahead);
    state[3] = g;
    return c.rate * ((state[0] + c.diff_part * state[1]) / (square_root(state[2] + c.eps_inside) + c.eps_outside));
  }
};

} // namespace dlopt
