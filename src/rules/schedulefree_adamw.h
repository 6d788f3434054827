// Schedule-Free AdamW: as schedulefree_sgd, with gradients divided by the root of their second moment.
//
// Defazio et al. 2024, "The road less scheduled", algorithm 1 with the base step of AdamW without its first moment. Departs: no. Weight
// decay is taken at y and joins the divided gradient. The defaults are those of the authors' package schedulefree, AdamWScheduleFree, whose
// numbers this reproduces.
#pragma once

#include "rules/schedulefree_sgd.h"

namespace dlopt {

struct schedulefree_adamw : schedulefree {
  static constexpr hyper_row hypers[] = {
      lr_row(2.5e-3),
      between_row(DLOPT_HYPER_BETA1, "beta1"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-8),
      decay_row(0),
      warmup_row,
      r_row,
      power_row,
  };
  static constexpr preset_row presets[] = {{"schedulefree", DLOPT_HYPER_WEIGHT_LR_POWER, 2}};
  static constexpr state_row states[] = {z_row,
                                         {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second}};

  template <class T> struct coefficients {
    T rate;
    T rate_y, towards_z, fresh, decay;
    T beta2, one_minus_beta2, root, eps;
  };

  static double mode_weight(const hyper_values& h, int32_t mode) { return weight_of_z(h[DLOPT_HYPER_BETA1], mode); }

  // g over sqrt(v / c2) + eps is sqrt(c2) times g over sqrt(v) + eps sqrt(c2).
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = warmed_lr(h, step), c = share(h, step), beta2 = h[DLOPT_HYPER_BETA2];
    const double root = square_root(repro::one_minus_pow_int(beta2, step.t));
    return {lr,   lr * (1 - h[DLOPT_HYPER_BETA1] * (1 - c)), c, step.fresh & kZ ? 1.0 : 0.0, h[DLOPT_HYPER_WEIGHT_DECAY], beta2, 1 - beta2,
            root, safe_eps(h[DLOPT_HYPER_EPS] * root, step)};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T p, T* state) {
    const T z = select(c.fresh != T(0), p, state[0]);
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    const T divided = c.root * (g / (square_root(state[1]) + c.eps));
    const T d = select(c.decay != T(0), divided + c.decay * p, divided);
    state[0] = z - c.rate * d;
    return c.towards_z * (p - z) + c.rate_y * d;
  }
};

} // namespace dlopt
