// SGD with momentum.
//
// Robbins and Monro 1951 (the step); Polyak 1964 (momentum); Nesterov 1983, in the form of Sutskever et al. 2013, "On the importance of
// initialization and momentum in deep learning", eq. 1-4; Loshchilov and Hutter 2019, algorithm 1 (SGDW) for decoupled decay.
// Departs: no. The defaults are torch.optim.SGD's, whose numbers the preset "torch" reproduces: the first gradient enters the buffer
// undampened. "optax" is optax.sgd: the buffer starts from zeros. "sutskever" keeps lr inside the buffer, as Caffe and dlib do; "tf" is
// Keras' SGD, the same with decoupled decay. "timm" is timm's SGDW: decoupled decay. "apex" (FusedSGD) and "bnb" (which knows neither
// dampening nor nesterov) are as "torch".
#pragma once

#include "rules/rule.h"

namespace dlopt {

struct sgd {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_MOMENTUM, "momentum", 0, "how much of the momentum buffer stays; 0: no buffer"),
      {DLOPT_HYPER_DAMPENING, DLOPT_KIND_REAL, "dampening", 0, 0, 1, "how much of the gradient the buffer refuses (momentum_form torch)"},
      {DLOPT_HYPER_NESTEROV, DLOPT_KIND_FLAG, "nesterov", 0, 0, 1, "step with gradient and buffer; needs momentum and no dampening"},
      decay_row(0),
      {DLOPT_HYPER_MOMENTUM_FORM, DLOPT_KIND_CHOICE, "momentum_form", DLOPT_MOMENTUM_TORCH, 0, 2, "how the buffer is kept",
       "torch ema sutskever"},
      {DLOPT_HYPER_FIRST_STEP, DLOPT_KIND_CHOICE, "first_step", DLOPT_FIRST_STEP_GRADIENT, 0, 1,
       "what the buffer holds after its first gradient", "gradient zeros"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_TORCH},
      {"torch", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_TORCH},
      {"optax", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"sutskever", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_SUTSKEVER},
      {"sutskever", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS},
      {"sutskever", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"tf", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_SUTSKEVER},
      {"tf", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS},
      {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"timm", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_TORCH},
      {"timm", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"timm", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"timm", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"apex", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_TORCH},
      {"apex", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"apex", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"bnb", DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_TORCH},
      {"bnb", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"bnb", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
  };

  static constexpr state_row states[] = {
      {"momentum_buffer", "running sum of gradients; kept while momentum is not 0", DLOPT_HYPER_MOMENTUM, 0, state_moment::first}};
  static constexpr uint32_t kBuffer = 1;

  // buffer = stay * buffer + take * g; d = buffer, or g_part * g + buffer_part * buffer (nesterov); the step is rate * d.
  template <class T> struct coefficients {
    T rate;
    T stay, take, nesterov, g_part, buffer_part;
  };

  static const char* conflict(const hyper_values& h) {
    if (h.is(DLOPT_HYPER_NESTEROV) && !h.is(DLOPT_HYPER_MOMENTUM)) return "nesterov needs momentum > 0";
    if (h.is(DLOPT_HYPER_NESTEROV) && h.is(DLOPT_HYPER_DAMPENING)) return "nesterov needs dampening 0";
    if (h.is(DLOPT_HYPER_DAMPENING) && !h.is(DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_TORCH)) return "dampening needs momentum_form torch";
    return nullptr;
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = h[DLOPT_HYPER_LR], momentum = h[DLOPT_HYPER_MOMENTUM];
    const bool whole = (step.fresh & kBuffer) && h.is(DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT);
    const double nesterov = h[DLOPT_HYPER_NESTEROV];
    if (h.is(DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_SUTSKEVER) && h.is(DLOPT_HYPER_MOMENTUM)) // without a buffer all forms are one
      return {-1, momentum, -lr, nesterov, -lr, momentum};
    if (h.is(DLOPT_HYPER_MOMENTUM_FORM, DLOPT_MOMENTUM_EMA))
      return {lr, momentum, whole ? 1 : 1 - momentum, nesterov, 1 - momentum, momentum};
    return {lr, momentum, whole ? 1 : 1 - h[DLOPT_HYPER_DAMPENING], nesterov, 1, momentum};
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    T d = g;
    if constexpr (Used & kBuffer) {
      state[0] = c.stay * state[0] + c.take * g;
      d = select(c.nesterov != T(0), c.g_part * g + c.buffer_part * state[0], state[0]);
    }
    return c.rate * d;
  }
};

} // namespace dlopt
