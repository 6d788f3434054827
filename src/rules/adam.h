// Adam, with AMSGrad.
//
// Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1 and the note at the end of section 2 (eps_mode hat);
// Reddi, Kale and Kumar 2018, "On the convergence of Adam and beyond", algorithm 2 (AMSGrad); Loshchilov and Hutter 2019 (decoupled decay).
// Departs: AMSGrad is bias-corrected, as every framework has it. The defaults are torch.optim.Adam's, whose numbers the preset "torch"
// reproduces: eps outside the root, the maximum of the raw second moment. "optax" is optax.adam / optax.amsgrad: the maximum of the
// corrected moment. "tf" is Keras' Adam: eps is not corrected, decay is decoupled. "apex" is FusedAdam and "bnb" bitsandbytes' Adam, which
// are AdamW whatever they are called: decoupled decay (apex' adam_w_mode False is decay_mode l2), which bitsandbytes' CUDA kernels apply
// after the update. Neither has AMSGrad.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct adam {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_AMSGRAD, DLOPT_KIND_FLAG, "amsgrad", 0, 0, 1, "divide by the largest second moment so far"},
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_FLAG, "bias_correction", 1, 0, 1, "divide the moments by 1 - beta^t"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 2, "where eps stands; see dlopt_eps_mode",
       "outside inside hat"},
      {DLOPT_HYPER_AMSGRAD_FORM, DLOPT_KIND_CHOICE, "amsgrad_form", DLOPT_AMSGRAD_RAW, 0, 1,
       "maximum of the raw or of the corrected moment", "raw corrected"},
      decay_mode_row(DLOPT_DECAY_L2),
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"torch", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"torch", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"torch", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"torch", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"optax", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_CORRECTED},
      {"optax", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"optax", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L2},
      {"tf", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT},
      {"tf", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"tf", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"tf", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"apex", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"apex", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"apex", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"apex", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"apex", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
      {"bnb", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"bnb", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"bnb", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"bnb", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
      {"bnb", DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_DECOUPLED},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
      {"max_exp_avg_sq", "largest second moment so far; kept while amsgrad is 1", DLOPT_HYPER_AMSGRAD, 0, state_moment::second},
  };
  static constexpr uint32_t kAmsgrad = 4;

  template <class T> struct coefficients {
    T rate;
    T beta1, one_minus_beta1, beta2, one_minus_beta2;
    T into_max, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values& h) {
    if (h.is(DLOPT_HYPER_AMSGRAD) && h.is(DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_CORRECTED) && h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT))
      return "amsgrad_form corrected needs eps_mode outside or inside";
    return nullptr;
  }

  // With c1 = 1 - beta1^t and c2 = 1 - beta2^t, m / c1 over sqrt(v / c2) + eps is sqrt(c2) / c1 times m over sqrt(v) + eps sqrt(c2), and m
  // / c1 over sqrt(v / c2 + eps) is the same times m over sqrt(v + eps c2): the corrections go into rate and eps, and the elements are
  // spared them.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    const bool corrected = h.is(DLOPT_HYPER_BIAS_CORRECTION);
    const double c1 = corrected ? repro::one_minus_pow_int(beta1, step.t) : 1;
    const double c2 = corrected ? repro::one_minus_pow_int(beta2, step.t) : 1;
    const bool in_max = h.is(DLOPT_HYPER_AMSGRAD) && h.is(DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_CORRECTED);
    const double left = in_max ? 1 : c2; // the part of the second correction that the maximum does not hold
    coefficients<double> c = {h[DLOPT_HYPER_LR] / c1 * square_root(left), beta1, 1 - beta1, beta2, 1 - beta2, in_max ? 1 / c2 : 1, 0, 0};
    const double eps = h[DLOPT_HYPER_EPS];
    if (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE)) c.eps_inside = safe_eps(eps * left, step);
    else c.eps_outside = safe_eps(h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT) ? eps : eps * square_root(left), step);
    return c;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T, T* state) {
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    T v = state[1];
    if constexpr (Used & kAmsgrad) v = state[2] = larger(state[2], state[1] * c.into_max);
    return c.rate * (state[0] / (square_root(v + c.eps_inside) + c.eps_outside));
  }
};

} // namespace dlopt
