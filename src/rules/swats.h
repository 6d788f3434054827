// SWATS: Adam that goes over to SGD with momentum, at a rate that it learns from its own steps.
//
// Keskar and Socher 2017, "Improving generalization performance by switching from Adam to SGD", algorithm 1. SGD's momentum is kept as a
// mean of gradients, (1 - beta1) v, so that exp_avg goes on after the switch, from zero, and the step is Lambda times it.
// Departs: it goes over only to a rate above 0. What is learned is learned of all parameters that have a gradient, for the lr of group 0;
// where groups or scales give a parameter another lr, SGD gives it as much more or less. After the switch a change of lr changes the rate
// of SGD in proportion; the paper is silent. Decay beside the update goes on by lr. The defaults are the paper's; "ensmallen" is
// ensmallen's SWATS, which corrects eps, too. The numbers of pytorch_optimizer's SWATS are those of a single tensor (it lets each tensor
// decide, and the last one wins) with switch_atol 1e-8 and switch_rtol its eps; its nesterov, which only divides the rate by 1 - beta1,
// and its ams_bound are not here.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct swats {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays, and of the momentum after the switch"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment, and of the learned rate, stays"),
      eps_row(1e-9),
      decay_row(0),
      {DLOPT_HYPER_SWITCH_ATOL, DLOPT_KIND_REAL, "switch_atol", 1e-9, 0, kLargestAmount,
       "go over to SGD when rate and mean rate differ by less than this"},
      {DLOPT_HYPER_SWITCH_RTOL, DLOPT_KIND_REAL, "switch_rtol", 0, 0, kLargestAmount, "plus this times the rate"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_HAT, 0, 2, "where eps stands; see dlopt_eps_mode",
       "outside inside hat"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"ensmallen", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"ensmallen", DLOPT_HYPER_SWITCH_RTOL, 0},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients; of those since the switch, after it", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients; rests after the switch", 0, 0, state_moment::second},
  };
  static constexpr number_row numbers[] = {{"in_sgd", "1 once exp_avg is the mean of gradients since the switch", 0}};
  static constexpr number_row shared[] = {
      {"lambda", "running mean of the rates with which SGD would have gone as far, not corrected", 0},
      {"sgd_rate", "the rate that SGD has learned; 0 before the switch", 0},
      {"switch_lr", "lr at the switch", 0},
      {"k", "steps until the switch", 0},
  };
  enum { kLambda, kRate, kLr, kSteps };

  template <class T> struct coefficients {
    T rate;
    T stay, into_first, beta2, into_second;
    T eps_inside, eps_outside, adapts;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> sgd_coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], rate = step.shared[kRate] * (h[DLOPT_HYPER_LR] / step.shared[kLr]);
    return {rate, step.numbers[0] != 0 ? beta1 : 0, 1 - beta1, 1, 0, 0, 0, 0};
  }

  // The corrections go into rate and eps, as in adam.h.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    if (step.shared[kRate] != 0) return sgd_coefs(h, step);
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], eps = h[DLOPT_HYPER_EPS];
    const double c1 = repro::one_minus_pow_int(beta1, step.t), c2 = repro::one_minus_pow_int(beta2, step.t);
    coefficients<double> c = {h[DLOPT_HYPER_LR] / c1 * square_root(c2), beta1, 1 - beta1, beta2, 1 - beta2, 0, 0, 1};
    if (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE)) c.eps_inside = safe_eps(eps * c2, step);
    else c.eps_outside = safe_eps(h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT) ? eps : eps * square_root(c2), step);
    return c;
  }

  // What the rate multiplies.
  template <class T> DLOPT_LANE static T direction(const coefficients<T>& c, const T* state) {
    const T adapted = state[0] / (square_root(state[1] + c.eps_inside) + c.eps_outside);
    return select(c.adapts != T(0), adapted, state[0]);
  }

  static constexpr int32_t n_sums = 2;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>& c, T g, T, T* state, product<T>* terms) {
    state[0] = c.stay * state[0] + c.into_first * g;
    state[1] = select(c.adapts != T(0), c.beta2 * state[1] + c.into_second * (g * g), state[1]);
    const T d = direction(c, state);
    terms[0] = {d, d};
    terms[1] = {d, g};
  }

  // <p, p>, and <p, g> times lr, for Adam's step p; and whether there is a step at all.
  static void collect(const hyper_values& h, const step_info& step, const double* sums, double* totals) {
    const double rate = coefs(h, step).rate;
    totals[0] += rate * rate * sums[0];
    totals[1] += h[DLOPT_HYPER_LR] * rate * sums[1];
    totals[2] += 1;
  }

  static void conclude(const hyper_values& h, const double* totals, double* together) {
    if (together[kRate] != 0 || totals[2] == 0) return;
    const double k = ++together[kSteps], beta2 = h[DLOPT_HYPER_BETA2], lr = h[DLOPT_HYPER_LR];
    if (totals[1] == 0 || lr == 0) return;
    const double rate = lr * totals[0] / totals[1];
    together[kLambda] = beta2 * together[kLambda] + (1 - beta2) * rate;
    const double mean = together[kLambda] / repro::one_minus_pow_int(beta2, int64_t(k));
    const double apart = absolute(mean - rate), tolerance = h[DLOPT_HYPER_SWITCH_ATOL] + h[DLOPT_HYPER_SWITCH_RTOL] * absolute(rate);
    if (k == 1 || !(mean > 0) || !(apart < tolerance)) return;
    together[kRate] = mean;
    together[kLr] = lr;
  }

  static void settle(const hyper_values&, const step_info&, const double*, coefficients<double>& c, double* kept) {
    if (c.adapts == 0) kept[0] = 1;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T, T, T* state) {
    return c.rate * direction(c, state);
  }
};

} // namespace dlopt
