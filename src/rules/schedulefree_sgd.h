// Schedule-Free SGD: steps of z, an average x of them, and gradients taken at y between the two.
//
// Defazio et al. 2024, "The road less scheduled", algorithm 1 with momentum as beta, and section 4.3 (warm-up, weights of the average).
// The caller's parameters hold y while training; dlopt_optimizer_mode turns them into x and back. Departs: no. Weight decay is taken at y
// and added to the gradient. The defaults are those of the authors' package schedulefree, SGDScheduleFree, whose numbers this reproduces.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

// What both schedule-free rules share: the weighted average and the modes.
struct schedulefree {
  static constexpr double kLargestWeight = 1e300, kMostSteps = 0x1p53;

  static constexpr hyper_row between_row(dlopt_hyper id, const char* name) {
    return {id, DLOPT_KIND_REAL, name, 0.9, 1e-3, kBelowOne, "how far y stands from z towards the average x"};
  }
  static constexpr hyper_row warmup_row = {
      DLOPT_HYPER_WARMUP_STEPS, DLOPT_KIND_INTEGER, "warmup_steps", 0, 0, kMostSteps, "steps over which lr rises linearly to its value"};
  static constexpr hyper_row r_row = {DLOPT_HYPER_R, DLOPT_KIND_REAL, "r", 0, 0, 10, "step t counts t^r times in the average"};
  static constexpr hyper_row power_row = {
      DLOPT_HYPER_WEIGHT_LR_POWER, DLOPT_KIND_REAL, "weight_lr_power", 2, 0, 10, "and the largest lr so far to this power"};

  static constexpr state_row z_row = {"z", "where the steps lead; zeros until the first step, which takes it from the parameter", 0, 0};
  static constexpr uint32_t kZ = 1;
  static constexpr number_row numbers[] = {
      {"weight_sum", "sum of the weights of all steps in the average", 0},
      {"lr_max", "largest lr so far", 0},
  };

  static double warmed_lr(const hyper_values& h, const step_info& step) {
    const double t = double(step.t), steps = h[DLOPT_HYPER_WARMUP_STEPS];
    return t < steps ? h[DLOPT_HYPER_LR] * (t / steps) : h[DLOPT_HYPER_LR];
  }
  static double weight(const hyper_values& h, const step_info& step, double lr_max) {
    const double w = repro::pow(double(step.t), h[DLOPT_HYPER_R]) * repro::pow(lr_max, h[DLOPT_HYPER_WEIGHT_LR_POWER]);
    return w < kLargestWeight ? w : kLargestWeight;
  }
  static void advance(const hyper_values& h, const step_info& step, double* kept) {
    const double lr = warmed_lr(h, step);
    if (lr > kept[1]) kept[1] = lr;
    kept[0] += weight(h, step, kept[1]);
  }
  // The share of this step in the average.
  static double share(const hyper_values& h, const step_info& step) {
    return step.numbers[0] > 0 ? weight(h, step, step.numbers[1]) / step.numbers[0] : 0;
  }
  // y = z + beta (x - z), so from y to x it is 1 - 1 / beta of the way to z, and from x to y it is 1 - beta.
  static double weight_of_z(double beta, int32_t mode) { return mode == DLOPT_MODE_EVAL ? 1 - 1 / beta : 1 - beta; }

  static const char* conflict(const hyper_values&) { return nullptr; }
};

struct schedulefree_sgd : schedulefree {
  static constexpr hyper_row hypers[] = {
      lr_row(1), between_row(DLOPT_HYPER_MOMENTUM, "momentum"), decay_row(0), warmup_row, r_row, power_row,
  };
  static constexpr preset_row presets[] = {{"schedulefree", DLOPT_HYPER_WEIGHT_LR_POWER, 2}};
  static constexpr state_row states[] = {z_row};

  // z -= rate d; y goes `towards_z` of the way to the old z and by rate_y d.
  template <class T> struct coefficients {
    T rate;
    T rate_y, towards_z, fresh, decay;
  };

  static double mode_weight(const hyper_values& h, int32_t mode) { return weight_of_z(h[DLOPT_HYPER_MOMENTUM], mode); }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = warmed_lr(h, step), c = share(h, step);
    return {lr, lr * (1 - h[DLOPT_HYPER_MOMENTUM] * (1 - c)), c, step.fresh & kZ ? 1.0 : 0.0, h[DLOPT_HYPER_WEIGHT_DECAY]};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T p, T* state) {
    const T z = select(c.fresh != T(0), p, state[0]);
    const T d = select(c.decay != T(0), g + c.decay * p, g);
    state[0] = z - c.rate * d;
    return c.towards_z * (p - z) + c.rate_y * d;
  }
};

} // namespace dlopt
