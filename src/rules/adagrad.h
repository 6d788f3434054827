// AdaGrad.
//
// Duchi, Hazan and Singer 2011, "Adaptive subgradient methods", figure 1 (diagonal form, composite term left out).
// Departs: lr_decay is PyTorch's. The defaults are torch.optim.Adagrad's, whose numbers the preset "torch" reproduces: eps outside the
// root. "optax" is optax.adagrad: eps inside the root, the sum starting from 0.1 (and eps 1e-7 there, an amount you set). "tf" is
// Keras' Adagrad: the same with decoupled decay. "apex" (FusedAdagrad, whose adagrad_w_mode is decay_mode decoupled) and "bnb" are as
// "torch".
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct adagrad {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-2),
      {DLOPT_HYPER_LR_DECAY, DLOPT_KIND_REAL, "lr_decay", 0, 0, kLargestAmount, "at step t the rate is lr / (1 + (t - 1) lr_decay)"},
      decay_row(0),
      {DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, DLOPT_KIND_REAL, "initial_accumulator_value", 0, 0, kLargestAmount,
       "what the sum of squares starts from"},
      eps_row(1e-10),
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 1, "sqrt(sum) + eps, or sqrt(sum + eps)",
       "outside inside"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},    {"torch", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},     {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},
      {"optax", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0.1}, {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"tf", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE},        {"tf", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0.1},
      {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED}, {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"apex", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},     {"apex", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},
      {"apex", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},      {"bnb", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"bnb", DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, 0},     {"bnb", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
  };

  static constexpr state_row states[] = {
      {"sum", "sum of squared gradients", 0, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, state_moment::second}};

  template <class T> struct coefficients {
    T rate;
    T eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double rate = h[DLOPT_HYPER_LR] / (1 + double(step.t - 1) * h[DLOPT_HYPER_LR_DECAY]);
    const double eps = safe_eps(h[DLOPT_HYPER_EPS], step);
    const bool inside = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE);
    return {rate, inside ? eps : 0, inside ? 0 : eps};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = state[0] + g * g;
    const T denominator = square_root(state[0] + c.eps_inside) + c.eps_outside;
    return c.rate * (g / denominator);
  }
};

} // namespace dlopt
