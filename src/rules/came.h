// CAME: Adafactor with momentum, where steps are short if the updates have not agreed with their mean.
//
// Luo et al. 2023, "CAME: confidence-guided adaptive memory efficient optimization", algorithm 2, of which the preset "pytorch_optimizer"
// (its CAME) departs in nothing: the last two dimensions are factored whatever their sizes, and of other parameters the confidence is left
// out. Departs: nothing is divided by 0 where an eps is 0. Its ams_bound is not here: it takes the root of a root.
#pragma once

#include "rules/factored_dims.h"

namespace dlopt {

struct came {
  static constexpr hyper_row hypers[] = {
      lr_row(2e-4),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the mean update stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      fraction_row(DLOPT_HYPER_BETA3, "beta3", 0.9999, "how much of the mean squared distance of updates from their mean stays"),
      {DLOPT_HYPER_EPS1, DLOPT_KIND_REAL, "eps1", 1e-30, 0, kLargestAmount, "added to squared gradients"},
      {DLOPT_HYPER_EPS2, DLOPT_KIND_REAL, "eps2", 1e-16, 0, kLargestAmount, "added to squared distances of updates from their mean"},
      {DLOPT_HYPER_D, DLOPT_KIND_REAL, "d", 1, 1e-30, kNoLimit, "limit of the RMS of a parameter's update, before lr"},
      decay_row(0),
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {{"pytorch_optimizer", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED}};

  static constexpr state_row states[] = {
      {"exp_avg", "running mean of updates", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients; kept of parameters that are not factored", 0, 0},
      {"exp_avg_sq_row", "means of the second moment along its rows; kept of factored parameters", 0, 0, state_moment::none,
       DLOPT_STATE_ROWS},
      {"exp_avg_sq_col", "means of the second moment down its columns; kept of factored parameters", 0, 0, state_moment::none,
       DLOPT_STATE_COLUMNS},
      {"exp_avg_res_row", "means along rows of the mean squared distance of updates; kept of factored parameters", 0, 0, state_moment::none,
       DLOPT_STATE_ROWS},
      {"exp_avg_res_col", "means down columns of the mean squared distance; kept of factored parameters", 0, 0, state_moment::none,
       DLOPT_STATE_COLUMNS},
  };
  static constexpr moment_row moments[] = {{1, 2, 3}, {-1, 4, 5}};
  static constexpr dlopt_hyper factored_by[] = {0};

  template <class T> struct coefficients {
    T rate;
    T beta1, take, floor;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static factored_dims dims(const hyper_values&, tensor_shape shape) { return last_dims(shape, 0); }

  static moment_plan moment(const hyper_values& h, const step_info&, int32_t k) {
    const double stays = h[k == 0 ? DLOPT_HYPER_BETA2 : DLOPT_HYPER_BETA3];
    return {stays, 1 - stays, h[k == 0 ? DLOPT_HYPER_EPS1 : DLOPT_HYPER_EPS2], 0};
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    return {h[DLOPT_HYPER_LR], h[DLOPT_HYPER_BETA1], 0, step.tiny};
  }

  template <class T> DLOPT_LANE static T update(const coefficients<T>& c, T g, const T* state) { return g / larger(c.floor, state[1]); }

  static constexpr int32_t n_sums = 1;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>& c, T g, T, T* state, product<T>* terms) {
    const T u = update(c, g, state);
    terms[0] = {u, u};
  }

  // From here on `take` is what clips the update.
  static void settle(const hyper_values& h, const step_info& step, const double* sums, coefficients<double>& c, double*) {
    c.take = 1 / larger(1.0, square_root(sums[0] / step.numel) / h[DLOPT_HYPER_D]);
  }

  template <class T> DLOPT_LANE static T mean(const coefficients<T>& c, T u, const T* state) {
    return c.beta1 * state[0] + (T(1) - c.beta1) * u;
  }

  template <class T, uint32_t Used, int Moment> DLOPT_LANE static T deviation(const coefficients<T>& c, T g, const T* state) {
    if constexpr (Moment == 0) return g;
    const T u = c.take * update(c, g, state);
    return u - mean(c, u, state);
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = mean(c, c.take * update(c, g, state), state);
    return c.rate * (state[0] / larger(c.floor, state[2]));
  }
};

} // namespace dlopt
