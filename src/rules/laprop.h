// LaProp: each gradient is divided by the root of the second moment first, and then averaged.
//
// Ziyin, Wang and Ueda 2020, "LaProp: separating momentum and adaptivity in Adam", algorithm 1.
// Departs: by default the mean holds the learning rate and is divided by the mean of the learning rates, as in the authors' code; lr_place
// outside is the algorithm as printed. Both are the same while lr does not change. The defaults are the authors', whose numbers the preset
// "timm" reproduces; "pytorch_optimizer" is that package's LaProp: eps is not corrected, and there is a fixed 1e-15 inside the root.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct laprop {
  static constexpr hyper_row hypers[] = {
      lr_row(4e-4),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the mean of scaled gradients stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-15),
      {DLOPT_HYPER_EPS_ROOT, DLOPT_KIND_REAL, "eps_root", 0, 0, kLargestAmount,
       "added to the second moment inside the root; eps_mode hat: before its correction"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 2, "where eps stands; see dlopt_eps_mode",
       "outside inside hat"},
      {DLOPT_HYPER_LR_PLACE, DLOPT_KIND_CHOICE, "lr_place", DLOPT_LR_INSIDE, 0, 1, "lr outside or inside the mean", "outside inside"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
      {DLOPT_HYPER_DECAY_ORDER, DLOPT_KIND_CHOICE, "decay_order", DLOPT_DECAY_AFTER, 0, 1, "decay beside the update: before or after it",
       "before after"},
  };
  static constexpr preset_row presets[] = {
      {"timm", DLOPT_HYPER_EPS_ROOT, 0},
      {"timm", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"timm", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_ROOT, 1e-15},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT},
      {"pytorch_optimizer", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "running mean of scaled gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
  };
  static constexpr number_row numbers[] = {{"exp_avg_lr", "running mean of learning rates", 0}};

  template <class T> struct coefficients {
    T rate;
    T beta1, into_mean, beta2, one_minus_beta2, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static void advance(const hyper_values& h, const step_info&, double* kept) {
    const double beta1 = h[DLOPT_HYPER_BETA1];
    kept[0] = beta1 * kept[0] + (1 - beta1) * h[DLOPT_HYPER_LR];
  }

  // The correction of the second moment goes into eps and into what enters the mean, much as Adam's.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = h[DLOPT_HYPER_LR], beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    const double c2 = repro::one_minus_pow_int(beta2, step.t), left = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT) ? 1 : c2;
    const double into_mean = (1 - beta1) * square_root(c2), mean_lr = step.numbers[0];
    const double rate = mean_lr > 0 ? lr / mean_lr : 0;
    coefficients<double> c = {rate, beta1, into_mean * lr, beta2, 1 - beta2, h[DLOPT_HYPER_EPS_ROOT] * left, 0};
    if (h.is(DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE)) {
      c.rate = lr / repro::one_minus_pow_int(beta1, step.t);
      c.into_mean = into_mean;
    }
    const double eps = h[DLOPT_HYPER_EPS];
    if (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE)) c.eps_inside = safe_eps(c.eps_inside + eps * c2, step);
    else c.eps_outside = safe_eps(eps * square_root(left), step);
    return c;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    state[0] = c.beta1 * state[0] + c.into_mean * (g / (square_root(state[1] + c.eps_inside) + c.eps_outside));
    return c.rate * state[0];
  }
};

} // namespace dlopt
