// Adam, with AMSGrad.
//
// Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1 and the note at the end of section 2 (eps_mode hat);
// Reddi, Kale and Kumar 2018, "On the convergence of Adam and beyond", algorithm 2 (AMSGrad); Loshchilov and Hutter 2019 (decoupled decay).
// Departs: AMSGrad is bias-corrected, as every framework has it. The defaults are torch.optim.Adam's, whose numbers the preset "torch"
// reproduces: eps outside the root, the maximum of the raw second moment. "optax" is optax.adam / optax.amsgrad: the maximum of the corrected
// moment. "tf" is TensorFlow's: eps is not corrected. The update needs one root and one division: the bias corrections are folded in beforehand.
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
      kMaximizeRow,
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_FLAG, "bias_correction", 1, 0, 1, "divide the moments by 1 - beta^t"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 2, "where eps stands; see dlopt_eps_mode", "outside inside hat"},
      {DLOPT_HYPER_AMSGRAD_FORM, DLOPT_KIND_CHOICE, "amsgrad_form", DLOPT_AMSGRAD_RAW, 0, 1, "maximum of the raw or of the corrected moment",
       "raw corrected"},
      decay_mode_row(DLOPT_DECAY_L2),
      kDecayOrderRow,
  };
  static constexpr preset_row presets[] = {
      {"torch", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},    {"torch", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"torch", DLOPT_HYPER_BIAS_CORRECTION, 1},             {"torch", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},    {"optax", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_CORRECTED},
      {"optax", DLOPT_HYPER_BIAS_CORRECTION, 1},             {"optax", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"tf", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT},           {"tf", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"tf", DLOPT_HYPER_BIAS_CORRECTION, 1},                {"tf", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0},
      {"max_exp_avg_sq", "largest second moment so far; kept while amsgrad is 1", DLOPT_HYPER_AMSGRAD, 0},
  };
  static constexpr uint32_t kAmsgrad = 4;

  template <class T> struct coefficients {
    T rate, l2, before, after;
    T beta1, one_minus_beta1, beta2, one_minus_beta2;
    T into_max, correction, eps_inside, eps_outside;
  };

  static const char* conflict(const hyper_values& h) {
    if (h.is(DLOPT_HYPER_AMSGRAD) && h.is(DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_CORRECTED) && h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT))
      return "amsgrad_form corrected needs eps_mode outside or inside";
    return nullptr;
  }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2], eps = safe_eps(h, step);
    const bool corrected = h.is(DLOPT_HYPER_BIAS_CORRECTION);
    const double c1 = corrected ? repro::one_minus_pow_int(beta1, step.t) : 1;
    const double c2 = corrected ? repro::one_minus_pow_int(beta2, step.t) : 1;
    const decay_places decay = decay_of(h);
    coefficients<double> c = {h[DLOPT_HYPER_LR] / c1, decay.l2, decay.before, decay.after, beta1, 1 - beta1, beta2, 1 - beta2, 1, 1 / c2, 0, 0};
    if (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_HAT)) {
      c.rate *= square_root(c2);
      c.correction = 1;
    } else if (h.is(DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_CORRECTED) && h.is(DLOPT_HYPER_AMSGRAD)) {
      c.into_max = 1 / c2;
      c.correction = 1;
    }
    (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE) ? c.eps_inside : c.eps_outside) = eps;
    return c;
  }

  template <class T, uint32_t Used> DLOPT_LANE static void apply(const coefficients<T>& c, T g, T& p, T* state) {
    g = g + c.l2 * p;
    state[0] = c.beta1 * state[0] + c.one_minus_beta1 * g;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (g * g);
    T v = state[1];
    if constexpr (Used & kAmsgrad) v = state[2] = larger(state[2], state[1] * c.into_max);
    const T denominator = square_root(v * c.correction + c.eps_inside) + c.eps_outside;
    p = (p * c.before - c.rate * (state[0] / denominator)) * c.after;
  }
};

} // namespace dlopt
