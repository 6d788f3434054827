// NovoGrad: momentum of gradients that are divided by a running norm of their tensor.
//
// Ginsburg et al. 2019, "Stochastic gradient methods with layer-wise adaptive moments for training of deep networks", algorithm 1.
// Departs: no. The second moment is one number for each tensor, and its first value the first gradient's squared norm. The defaults are
// pytorch_optimizer's NovoGrad, whose moments take gradients whole, without bias correction; grad_averaging later is its grad_averaging,
// and decay_place parameter its weight_decouple. "optax" is optax.novograd, the same. "timm" is timm's NvNovoGrad: the second moment begins
// with the first gradient that is not all zeros. "apex" is FusedNovoGrad: averaged, corrected gradients, whose mean is divided by the norm
// (decay_place gradient is its reg_inside_moment, first_step zeros its init_zero).
// Weight decay is the rule's own, because the momentum may hold it.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct novograd {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.95, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.98, "how much of the second moment stays"),
      eps_row(1e-8),
      decay_row(0),
      {DLOPT_HYPER_GRAD_AVERAGING, DLOPT_KIND_CHOICE, "grad_averaging", DLOPT_AVERAGING_OFF, 0, 2,
       "gradients enter the first moment times 1 - beta1: none, all, all but the first", "off on later"},
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_FLAG, "bias_correction", 0, 0, 1, "divide the moments by 1 - beta^t"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 1, "sqrt(v) + eps, or sqrt(v + eps)", "outside inside"},
      {DLOPT_HYPER_FIRST_STEP, DLOPT_KIND_CHOICE, "first_step", DLOPT_FIRST_STEP_GRADIENT, 0, 2, "what the second moment begins with",
       "gradient zeros nonzero"},
      {DLOPT_HYPER_DECAY_PLACE, DLOPT_KIND_CHOICE, "decay_place", DLOPT_DECAY_IN_GRADIENT, 0, 2,
       "where weight_decay acts; see dlopt_decay_place", "gradient parameter update"},
  };
  static constexpr preset_row presets[] = {
      {"pytorch_optimizer", DLOPT_HYPER_GRAD_AVERAGING, DLOPT_AVERAGING_OFF},
      {"pytorch_optimizer", DLOPT_HYPER_BIAS_CORRECTION, 0},
      {"pytorch_optimizer", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_GRADIENT},
      {"optax", DLOPT_HYPER_GRAD_AVERAGING, DLOPT_AVERAGING_OFF},
      {"optax", DLOPT_HYPER_BIAS_CORRECTION, 0},
      {"optax", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"optax", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_GRADIENT},
      {"timm", DLOPT_HYPER_GRAD_AVERAGING, DLOPT_AVERAGING_OFF},
      {"timm", DLOPT_HYPER_BIAS_CORRECTION, 0},
      {"timm", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_NONZERO},
      {"timm", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_GRADIENT},
      {"apex", DLOPT_HYPER_GRAD_AVERAGING, DLOPT_AVERAGING_ON},
      {"apex", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"apex", DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_GRADIENT},
      {"apex", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_UPDATE},
  };

  static constexpr state_row states[] = {{"exp_avg", "first moment: running sum or mean of gradients", 0, 0, state_moment::first}};
  static constexpr number_row numbers[] = {{"exp_avg_sq", "second moment: running mean of squared norms of gradients", 0}};

  // exp_avg = stay * exp_avg + take * (scale * g + decay * p); the step is rate * exp_avg + shrink * p.
  template <class T> struct coefficients {
    T rate;
    T scale, decay, stay, take, shrink;
  };

  static const char* conflict(const hyper_values&) { return nullptr; }

  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double lr = h[DLOPT_HYPER_LR], beta1 = h[DLOPT_HYPER_BETA1], w = h[DLOPT_HYPER_WEIGHT_DECAY];
    const double c1 = h.is(DLOPT_HYPER_BIAS_CORRECTION) ? repro::one_minus_pow_int(beta1, step.t) : 1;
    const bool whole =
        h.is(DLOPT_HYPER_GRAD_AVERAGING, DLOPT_AVERAGING_OFF) || (h.is(DLOPT_HYPER_GRAD_AVERAGING, DLOPT_AVERAGING_LATER) && step.t == 1);
    const bool in_gradient = h.is(DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_GRADIENT);
    return {lr / c1, 1, in_gradient ? w : 0, beta1, whole ? 1 : 1 - beta1, in_gradient ? 0 : lr * w};
  }

  static constexpr int32_t n_sums = 1;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>&, T g, T, T*, product<T>* terms) {
    terms[0] = {g, g};
  }

  static void settle(const hyper_values& h, const step_info& step, const double* sums, coefficients<double>& c, double* kept) {
    const double beta2 = h[DLOPT_HYPER_BETA2];
    const bool first = h.is(DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_NONZERO) ? kept[0] == 0 : step.t == 1;
    const bool whole = first && !h.is(DLOPT_HYPER_FIRST_STEP, DLOPT_FIRST_STEP_ZEROS);
    kept[0] = whole ? sums[0] : beta2 * kept[0] + (1 - beta2) * sums[0];
    const double v = h.is(DLOPT_HYPER_BIAS_CORRECTION) ? kept[0] / repro::one_minus_pow_int(beta2, step.t) : kept[0];
    const double eps = safe_eps(h[DLOPT_HYPER_EPS], step);
    const double norm = h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE) ? square_root(v + eps) : square_root(v) + eps;
    if (h.is(DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_UPDATE)) c.rate /= norm;
    else c.scale = 1 / norm;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T g, T p, T* state) {
    state[0] = c.stay * state[0] + c.take * (c.scale * g + c.decay * p);
    return c.rate * state[0] + c.shrink * p;
  }
};

} // namespace dlopt
