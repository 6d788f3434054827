// Sophia: momentum over a running diagonal of the Hessian, each element clipped.
//
// Liu et al. 2023, "Sophia: a scalable stochastic second-order optimizer for language model pre-training", algorithm 3. The caller hands
// over estimates of the diagonal (Hutchinson's or Gauss-Newton-Bartlett's) with dlopt_optimizer_hessian. An estimate that is negative or
// small leaves the element to the clip, which makes its step the momentum's sign; one that is NaN makes the element NaN, in the state, too.
// Departs: no. The defaults are the paper's. "optax" is optax.contrib.sophia: the momentum is bias-corrected. "pytorch_optimizer" is that
// package's SophiaH: no gamma, clipped at 0.01.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct sophia {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-4),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.96, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.99, "how much of the Hessian's diagonal stays at each estimate"),
      eps_row(1e-12),
      {DLOPT_HYPER_GAMMA, DLOPT_KIND_REAL, "gamma", 0.01, 0, kLargestAmount, "multiplies the Hessian's diagonal"},
      {DLOPT_HYPER_CLIP_THRESHOLD, DLOPT_KIND_REAL, "clip_threshold", 1, 0, kLargestAmount, "largest quotient, before lr"},
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_FLAG, "bias_correction", 0, 0, 1, "divide the first moment by 1 - beta1^t"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"optax", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"optax", DLOPT_HYPER_GAMMA, 0.01},
      {"optax", DLOPT_HYPER_CLIP_THRESHOLD, 1},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"pytorch_optimizer", DLOPT_HYPER_BIAS_CORRECTION, 0},
      {"pytorch_optimizer", DLOPT_HYPER_GAMMA, 1},
      {"pytorch_optimizer", DLOPT_HYPER_CLIP_THRESHOLD, 0.01},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"hessian", "running mean of estimates of the Hessian's diagonal", 0, 0},
  };
  static constexpr int32_t hessian_state = 1;
  static double hessian_weight(const hyper_values& h) { return 1 - h[DLOPT_HYPER_BETA2]; }

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, gamma, eps, clip;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  // m / c1 over max(gamma h, eps) is m over max(gamma c1 h, eps c1).
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1];
    const double c1 = h.is(DLOPT_HYPER_BIAS_CORRECTION) ? repro::one_minus_pow_int(beta1, step.t) : 1;
    return {h[DLOPT_HYPER_LR],
            beta1,
            1 - beta1,
            h[DLOPT_HYPER_GAMMA] * c1,
            safe_eps(h[DLOPT_HYPER_EPS] * c1, step),
            h[DLOPT_HYPER_CLIP_THRESHOLD]};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    return c.rate * limited(state[0] / larger(c.eps, c.gamma * state[1]), c.clip);
  }
};

} // namespace dlopt
