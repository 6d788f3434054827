// RMSprop, plain or centered, with or without momentum.
//
// Tieleman and Hinton 2012, "Lecture 6.5 - rmsprop"; Graves 2013, "Generating sequences with recurrent neural networks", eq. 38-45
// (centered, momentum). Departs: where rounding makes the centered variance negative it counts as 0 (PyTorch would give NaN). The defaults
// are torch.optim.RMSprop's, whose numbers the preset "torch" reproduces. "tf" is TensorFlow's: eps inside the root, the mean square
// starting from 1, lr inside the momentum buffer. "optax" is optax.rmsprop: as "tf", starting from 0. "timm" is timm's
// RMSpropTF: as "tf". "bnb" is as "torch", but knows neither momentum nor centered.
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct rmsprop {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-2),
      fraction_row(DLOPT_HYPER_ALPHA, "alpha", 0.99, "how much of the mean square stays"),
      eps_row(1e-8),
      decay_row(0),
      fraction_row(DLOPT_HYPER_MOMENTUM, "momentum", 0, "how much of the momentum buffer stays; 0: no buffer"),
      {DLOPT_HYPER_CENTERED, DLOPT_KIND_FLAG, "centered", 0, 0, 1, "divide by the standard deviation, not the root mean square"},
      {DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, DLOPT_KIND_REAL, "initial_accumulator_value", 0, 0, kLargestAmount,
       "what the mean square starts from"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 1, "sqrt(v) + eps, or sqrt(v + eps)", "outside inside"},
      {DLOPT_HYPER_LR_PLACE, DLOPT_KIND_CHOICE, "lr_place", DLOPT_LR_OUTSIDE, 0, 1, "lr outside or inside the momentum buffer",
       "outside inside"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE}, {"torch", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},
      {"torch", DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE},  {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"tf", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},     {"tf", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 1},
      {"tf", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},      {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},  {"optax", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},
      {"optax", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},   {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"timm", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},   {"timm", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 1},
      {"timm", DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE},    {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"bnb", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},   {"bnb", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},
      {"bnb", DLOPT_HYPER_LR_PLACE, DLOPT_LR_OUTSIDE},    {"bnb", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
  };

  static constexpr state_row states[] = {
      {"square_avg", "running mean of squared gradients", 0, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, state_moment::second},
      {"grad_avg", "running mean of gradients; kept while centered is 1", DLOPT_HYPER_CENTERED, 0},
      {"momentum_buffer", "running sum of scaled gradients; kept while momentum is not 0", DLOPT_HYPER_MOMENTUM, 0, state_moment::first},
  };
  static constexpr uint32_t kCentered = 2, kBuffer = 4;

  template <class T> struct coefficients {
    T rate;
    T alpha, one_minus_alpha, eps_inside, eps_outside;
    T momentum, into_buffer;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = h[DLOPT_HYPER_LR], alpha = h[DLOPT_HYPER_ALPHA], eps = safe_eps(h[DLOPT_HYPER_EPS], step);
    const bool eps_inside = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE);
    const bool lr_inside = h.is(DLOPT_HYPER_LR_PLACE, DLOPT_LR_INSIDE) && h.is(DLOPT_HYPER_MOMENTUM);
    return {lr_inside ? 1 : lr, alpha, 1 - alpha, eps_inside ? eps : 0, eps_inside ? 0 : eps, h[DLOPT_HYPER_MOMENTUM], lr_inside ? lr : 1};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.alpha * state[0] + c.one_minus_alpha * (g * g);
    T spread = state[0];
    if constexpr (Used & kCentered) {
      state[1] = c.alpha * state[1] + c.one_minus_alpha * g;
      spread = state[0] - state[1] * state[1];
      spread = select(spread < T(0), T(0), spread);
    }
    T d = g / (square_root(spread + c.eps_inside) + c.eps_outside);
    if constexpr (Used & kBuffer) {
      state[2] = c.momentum * state[2] + c.into_buffer * d;
      d = state[2];
    }
    return c.rate * d;
  }
};

} // namespace dlopt
