// ADOPT: each gradient is divided by the second moment of those before it, and then averaged.
//
// Taniguchi et al. 2024, "ADOPT: modified Adam can converge with any beta2 with the optimal rate", algorithm 2 (clip_base none: algorithm
// 1). The first gradient only starts the second moment; weight decay beside the update acts in that step, too (timm's waits one step).
// Departs: no. The defaults are the paper's, with L2 decay as in the authors' code. Presets differ in the exponent of the clip and in what
// it is the power of: "optax" is optax.contrib.adopt, "timm" timm's Adopt, "pytorch_optimizer" that package's ADOPT.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

#include <cmath>

namespace dlopt {

struct adopt {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the mean of scaled gradients stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.9999, "how much of the second moment stays"),
      {DLOPT_HYPER_EPS, DLOPT_KIND_REAL, "eps", 1e-6, 0, kLargestAmount, "least denominator"},
      {DLOPT_HYPER_CLIP_EXP, DLOPT_KIND_REAL, "clip_exp", 0.25, 0, kLargestAmount,
       "power of the number of steps that limits a scaled gradient"},
      {DLOPT_HYPER_CLIP_BASE, DLOPT_KIND_CHOICE, "clip_base", DLOPT_CLIP_BASE_BEFORE, 0, 2, "which steps it counts; see dlopt_clip_base",
       "before step none"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_CLIP_EXP, 0.25},
      {"optax", DLOPT_HYPER_CLIP_BASE, DLOPT_CLIP_BASE_BEFORE},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_CLIP_EXP, 0.333},
      {"timm", DLOPT_HYPER_CLIP_BASE, DLOPT_CLIP_BASE_BEFORE},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"pytorch_optimizer", DLOPT_HYPER_CLIP_EXP, 0.25},
      {"pytorch_optimizer", DLOPT_HYPER_CLIP_BASE, DLOPT_CLIP_BASE_STEP},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "running mean of scaled gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2, eps, limit;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static double clip_of(const hyper_values& h, int64_t t) {
    if (h.is(DLOPT_HYPER_CLIP_BASE, DLOPT_CLIP_BASE_NONE)) return HUGE_VAL;
    return repro::pow(double(h.is(DLOPT_HYPER_CLIP_BASE, DLOPT_CLIP_BASE_STEP) ? t : t - 1), h[DLOPT_HYPER_CLIP_EXP]);
  }

  // A limit of 0 keeps the first gradient out of the mean.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const bool first = step.t == 1;
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = first ? 0 : h[DLOPT_HYPER_BETA2];
    return {h[DLOPT_HYPER_LR], beta1, 1 - beta1, beta2, 1 - beta2, safe_eps(h[DLOPT_HYPER_EPS], step), first ? 0 : clip_of(h, step.t)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    const T scaled = limited(g / larger(c.eps, square_root(state[1])), c.limit);
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * scaled;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    return c.rate * state[0];
  }
};

} // namespace dlopt
