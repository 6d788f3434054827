// Prodigy: Adam that estimates its learning rate as the distance to the solution, over all parameters together.
//
// Mishchenko and Defazio 2023, "Prodigy: an expeditiously adaptive parameter-free learner", algorithm 4, with the running sums weighted by
// beta3 as in the authors' package.
// Departs: lr of each parameter, with its schedule and scales, enters that parameter's part of the sums, where the package wants one lr for
// all (with one it is the same). While every gradient has been 0 nothing moves, decay neither. The defaults are those of the package
// prodigyopt, whose numbers the preset "prodigyopt" reproduces. "optax" is optax.contrib.prodigy: with bias correction. d0 should
// be the same in all groups; d_coef, growth_rate and the numerator's beta3 are those of group 0. Weight decay is the rule's own, because
// the estimate multiplies it.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct prodigy {
  static constexpr hyper_row hypers[] = {
      lr_row(1),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      fraction_row(DLOPT_HYPER_BETA3, "beta3", 0, "how much of the sums behind the estimate stays; 0: sqrt(beta2)"),
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_D0, DLOPT_KIND_REAL, "d0", 1e-6, 1e-30, kLargestAmount, "first estimate of the distance to the solution"},
      {DLOPT_HYPER_D_COEF, DLOPT_KIND_REAL, "d_coef", 1, 0, kLargestAmount, "what the estimate is multiplied by"},
      {DLOPT_HYPER_GROWTH_RATE, DLOPT_KIND_REAL, "growth_rate", kLargestAmount, 1, kLargestAmount,
       "the estimate grows by this factor a step at most"},
      {DLOPT_HYPER_SAFEGUARD_WARMUP, DLOPT_KIND_FLAG, "safeguard_warmup", 0, 0, 1, "keep lr out of the estimate's denominator"},
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_FLAG, "bias_correction", 0, 0, 1, "divide the moments by 1 - beta^t"},
      {DLOPT_HYPER_DECAY_PLACE, DLOPT_KIND_CHOICE, "decay_place", DLOPT_DECAY_IN_PARAMETER, 0, 1,
       "where weight_decay acts; see dlopt_decay_place", "gradient parameter"},
  };
  static constexpr preset_row presets[] = {
      {"prodigyopt", DLOPT_HYPER_BIAS_CORRECTION, 0},
      {"prodigyopt", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_PARAMETER},
      {"optax", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"optax", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_PARAMETER},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients times d", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients times d^2", 0, 0, state_moment::second},
      {"s", "running sum of gradients times d^2 / d0", 0, 0},
      {"p0", "the parameter at its first gradient", 0, 0},
  };
  static constexpr uint32_t kStart = 8;

  static constexpr number_row shared[] = {
      {"d", "estimate of the distance to the solution; 0 before the first gradient, where it counts as d0", 0},
      {"d_max", "largest estimate so far, not held back by growth_rate", 0},
      {"d_numerator", "running sum of gradients times the way come, <g, p0 - p>, times lr d^2 / d0", 0},
      {"k", "steps since the first gradient that was not 0", 0},
  };
  enum { kD, kLargest, kNumerator, kSteps };

  template <class T> struct coefficients {
    T rate;
    T beta1, into_first, beta2, into_second, beta3, into_sum;
    T eps, gradient_decay, shrink, starts;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static double estimate(const hyper_values& h, const double* known) { return known[kD] == 0 ? h[DLOPT_HYPER_D0] : known[kD]; }

  static double beta3_of(const hyper_values& h) {
    return h.is(DLOPT_HYPER_BETA3) ? h[DLOPT_HYPER_BETA3] : square_root(h[DLOPT_HYPER_BETA2]);
  }

  // lr as the estimate, and the bias corrections of both moments, make it.
  static double rate_of(const hyper_values& h, const step_info& step) {
    const double rate = estimate(h, step.shared) * h[DLOPT_HYPER_LR];
    if (!h.is(DLOPT_HYPER_BIAS_CORRECTION)) return rate;
    const int64_t t = int64_t(step.shared[kSteps]) + 1;
    return rate * square_root(repro::one_minus_pow_int(h[DLOPT_HYPER_BETA2], t)) / repro::one_minus_pow_int(h[DLOPT_HYPER_BETA1], t);
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], w = h[DLOPT_HYPER_WEIGHT_DECAY];
    const double d = estimate(h, step.shared), rate = rate_of(h, step);
    const double into_sum = d / h[DLOPT_HYPER_D0] * (h.is(DLOPT_HYPER_SAFEGUARD_WARMUP) ? d : rate);
    const bool in_gradient = h.is(DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_GRADIENT);
    return {rate,
            beta1,
            d * (1 - beta1),
            beta2,
            d * d * (1 - beta2),
            beta3_of(h),
            into_sum,
            safe_eps(d * h[DLOPT_HYPER_EPS], step),
            in_gradient ? w : 0,
            in_gradient ? 0 : rate * w,
            step.fresh & kStart ? 1.0 : 0.0};
  }

  static constexpr int32_t n_sums = 2;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>& c, T g, T p, T* state, product<T>* terms) {
    const T decayed = g + c.gradient_decay * p;
    state[0] = c.beta1 * state[0] + c.into_first * decayed;
    state[1] = c.beta2 * state[1] + c.into_second * (decayed * decayed);
    state[2] = c.beta3 * state[2] + c.into_sum * decayed;
    state[3] = select(c.starts != T(0), p, state[3]);
    terms[0] = {decayed, state[3] - p};
    terms[1] = {select(state[2] < T(0), -state[2], state[2]), T(1)};
  }

  static void collect(const hyper_values& h, const step_info& step, const double* sums, double* totals) {
    totals[0] += estimate(h, step.shared) / h[DLOPT_HYPER_D0] * rate_of(h, step) * sums[0];
    totals[1] += sums[1];
  }

  static void conclude(const hyper_values& h, const double* totals, double* together) {
    if (totals[1] == 0) return;
    double d = estimate(h, together);
    const double largest = together[kSteps] == 0 ? d : together[kLargest];
    together[kNumerator] = beta3_of(h) * together[kNumerator] + totals[0];
    const double found = h[DLOPT_HYPER_D_COEF] * together[kNumerator] / totals[1];
    if (d == h[DLOPT_HYPER_D0]) d = larger(d, found);
    together[kLargest] = larger(largest, found);
    const double grown = d * h[DLOPT_HYPER_GROWTH_RATE];
    together[kD] = grown < together[kLargest] ? grown : together[kLargest];
    ++together[kSteps];
  }

  static void settle(const hyper_values& h, const step_info& step, const double* totals, coefficients<double>& c, double*) {
    if (totals[1] == 0) c.rate = c.shrink = 0;
    else c.eps = safe_eps(step.shared[kD] * h[DLOPT_HYPER_EPS], step);
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T, T p, T* state) {
    return c.rate * (state[0] / (square_root(state[1]) + c.eps)) + c.shrink * p;
  }
};

} // namespace dlopt
