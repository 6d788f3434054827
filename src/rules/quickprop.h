// Quickprop: the secant method for each weight on its own.
//
// Fahlman 1988, "An empirical study of learning speed in back-propagation networks", section 3.4, as his published program does it: with
// slope S = -gradient and last step d, a step of S d / (S_prev - S), at most mu times the last one, plus lr S while S has the direction of
// the last step; lr S alone where there was no last step. Departs: where S_prev disagrees with the last step (a caller changed something
// between them) there is no parabola, and the step is lr S alone; the quotient is bounded by mu, so it is finite when S_prev = S. The decay
// of 1e-4 is added to the gradient. The defaults are Fahlman's with FANN's lr; "fann" is FANN's: no parabola from steps up to 0.001, and
// weights kept within 1500. FANN also divides lr by the number of patterns, which is yours to do.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct quickprop {
  static constexpr hyper_row hypers[] = {
      lr_row(0.7),
      {DLOPT_HYPER_MU, DLOPT_KIND_REAL, "mu", 1.75, 0, kLargestAmount, "how many times the last step a step may be"},
      {DLOPT_HYPER_STEP_THRESHOLD, DLOPT_KIND_REAL, "step_threshold", 0, 0, kLargestAmount, "last steps up to this size count as none"},
      {DLOPT_HYPER_WEIGHT_LIMIT, DLOPT_KIND_REAL, "weight_limit", 0, 0, kLargestAmount,
       "weights are kept in [-this, this]; 0: they are not"},
      decay_row(1e-4),
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"fann", DLOPT_HYPER_STEP_THRESHOLD, 0.001},
      {"fann", DLOPT_HYPER_WEIGHT_LIMIT, 1500},
      {"fann", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
  };

  static constexpr state_row states[] = {
      {"prev", "gradient of the step before", 0, 0},
      {"prev_step", "what the step before subtracted", 0, 0},
  };

  template <class T> struct coefficients {
    T rate;
    T lr, mu, threshold, limit;
  };

  static const char* conflict(const hyper_values& h) { // decay beside the update could carry a weight past its limit again
    const bool beside = !h.is(DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2);
    return h.is(DLOPT_HYPER_WEIGHT_LIMIT) && beside ? "weight_limit needs decay_mode l2" : nullptr;
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info&) {
    return {1, h[DLOPT_HYPER_LR], h[DLOPT_HYPER_MU], h[DLOPT_HYPER_STEP_THRESHOLD], h[DLOPT_HYPER_WEIGHT_LIMIT]};
  }

  // All along the direction of the last step: `now` and `before` are gradients, positive while they ask for more of it.
  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T p, T* state) {
    const T direction = select(state[1] < T(0), T(-1), T(1));
    const T last = direction * state[1], now = direction * g, before = direction * state[0];
    const T secant = now / (before - now);
    const T factor = select((now >= before) | (secant > c.mu), c.mu, secant);
    const T parabola = factor * last + select(now > T(0), c.lr * now, T(0));
    const T step = select((last > c.threshold) & (before > T(0)), direction * parabola, c.lr * g);
    state[0] = g;
    state[1] = step;
    const T past = p - step;
    const bool outside = (c.limit > T(0)) & ((past > c.limit) | (past < -c.limit));
    return c.rate * select(outside, p - limited(past, c.limit), step);
  }
};

} // namespace dlopt
