// LAMB: Adam whose update is scaled to each tensor's norm.
//
// You et al. 2020, "Large batch optimization for deep learning: training BERT in 76 minutes", algorithm 2. The paper leaves open the
// function of the parameter's norm; here it is the norm itself, limited where norm_max says so. Departs: a ratio of 1 where a norm is 0, as
// every framework has it. The defaults are those of apex' FusedLAMB, whose numbers the presets "apex" and "timm" (timm's Lamb) reproduce:
// tensors without weight decay are left alone; trust_ratio always is use_nvlamb and always_adapt, trust_max 1 is trust_clip, decay_place
// gradient is adam_w_mode False, and parameter is decoupled_decay. The clip to a global norm that both have built in is the step's own:
// max_norm with DLOPT_CLIP_EXACT. "optax" is optax.lamb: every tensor is scaled. "deepspeed" limits the ratio to [0.01, 10], takes it of
// the uncorrected update, and corrects lr instead (later versions correct the moments). "pytorch_optimizer" limits the parameter's norm to
// 10, adds eps (here trust_eps) to the update's, corrects the first moment through lr, and decays beside.
#pragma once

#include "lanes/repro_math.h"
#include "rules/rule.h"

namespace dlopt {

struct lamb {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      fraction_row(DLOPT_HYPER_BETA1, "beta1", 0.9, "how much of the first moment stays"),
      fraction_row(DLOPT_HYPER_BETA2, "beta2", 0.999, "how much of the second moment stays"),
      eps_row(1e-6),
      decay_row(0.01),
      {DLOPT_HYPER_TRUST_RATIO, DLOPT_KIND_CHOICE, "trust_ratio", DLOPT_TRUST_DECAYED, 0, 2,
       "which tensors are scaled: none, those with weight decay, all", "never decayed always"},
      {DLOPT_HYPER_TRUST_MIN, DLOPT_KIND_REAL, "trust_min", 0, 0, kLargestAmount, "the trust ratio is at least this"},
      {DLOPT_HYPER_TRUST_MAX, DLOPT_KIND_REAL, "trust_max", 0, 0, kLargestAmount, "the trust ratio is at most this; 0: no limit"},
      {DLOPT_HYPER_TRUST_EPS, DLOPT_KIND_REAL, "trust_eps", 0, 0, kLargestAmount, "added to the update's norm"},
      {DLOPT_HYPER_NORM_MAX, DLOPT_KIND_REAL, "norm_max", 0, 0, kLargestAmount, "the parameter's norm counts as this at most; 0: no limit"},
      {DLOPT_HYPER_GRAD_AVERAGING, DLOPT_KIND_FLAG, "grad_averaging", 1, 0, 1, "gradients enter the first moment times 1 - beta1"},
      {DLOPT_HYPER_BIAS_CORRECTION, DLOPT_KIND_CHOICE, "bias_correction", DLOPT_CORRECTION_MOMENTS, 0, 3, "see dlopt_correction_form",
       "none moments lr first"},
      {DLOPT_HYPER_EPS_MODE, DLOPT_KIND_CHOICE, "eps_mode", DLOPT_EPS_OUTSIDE, 0, 1, "sqrt(v) + eps, or sqrt(v + eps)", "outside inside"},
      {DLOPT_HYPER_DECAY_PLACE, DLOPT_KIND_CHOICE, "decay_place", DLOPT_DECAY_IN_UPDATE, 0, 2,
       "where weight_decay acts; see dlopt_decay_place", "gradient parameter update"},
  };
  static constexpr preset_row presets[] = {
      {"apex", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_DECAYED},
      {"apex", DLOPT_HYPER_TRUST_MIN, 0},
      {"apex", DLOPT_HYPER_TRUST_MAX, 0},
      {"apex", DLOPT_HYPER_TRUST_EPS, 0},
      {"apex", DLOPT_HYPER_NORM_MAX, 0},
      {"apex", DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_MOMENTS},
      {"apex", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"apex", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_UPDATE},
      {"timm", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_DECAYED},
      {"timm", DLOPT_HYPER_TRUST_MIN, 0},
      {"timm", DLOPT_HYPER_TRUST_MAX, 0},
      {"timm", DLOPT_HYPER_TRUST_EPS, 0},
      {"timm", DLOPT_HYPER_NORM_MAX, 0},
      {"timm", DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_MOMENTS},
      {"timm", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"timm", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_UPDATE},
      {"optax", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_ALWAYS},
      {"optax", DLOPT_HYPER_TRUST_MIN, 0},
      {"optax", DLOPT_HYPER_TRUST_MAX, 0},
      {"optax", DLOPT_HYPER_TRUST_EPS, 0},
      {"optax", DLOPT_HYPER_NORM_MAX, 0},
      {"optax", DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_MOMENTS},
      {"optax", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"optax", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_UPDATE},
      {"deepspeed", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_ALWAYS},
      {"deepspeed", DLOPT_HYPER_TRUST_MIN, 0.01},
      {"deepspeed", DLOPT_HYPER_TRUST_MAX, 10},
      {"deepspeed", DLOPT_HYPER_TRUST_EPS, 0},
      {"deepspeed", DLOPT_HYPER_NORM_MAX, 0},
      {"deepspeed", DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_LR},
      {"deepspeed", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"deepspeed", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_UPDATE},
      {"pytorch_optimizer", DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_ALWAYS},
      {"pytorch_optimizer", DLOPT_HYPER_TRUST_MIN, 0},
      {"pytorch_optimizer", DLOPT_HYPER_TRUST_MAX, 0},
      {"pytorch_optimizer", DLOPT_HYPER_TRUST_EPS, 1e-6},
      {"pytorch_optimizer", DLOPT_HYPER_NORM_MAX, 10},
      {"pytorch_optimizer", DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_FIRST},
      {"pytorch_optimizer", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"pytorch_optimizer", DLOPT_HYPER_DECAY_PLACE, DLOPT_DECAY_IN_PARAMETER},
  };

  static constexpr state_row states[] = {
      {"exp_avg", "first moment: running mean of gradients", 0, 0, state_moment::first},
      {"exp_avg_sq", "second moment: running mean of squared gradients", 0, 0, state_moment::second},
  };

  template <class T> struct coefficients {
    T rate;
    T beta1, take, beta2, one_minus_beta2;
    T correction, eps_inside, eps_outside;
    T gradient_decay, update_decay, keep, shrink; // keep + shrink = 1
  };

  static const char* conflict(const hyper_values& h) {
    if (h.is(DLOPT_HYPER_TRUST_MAX) && h[DLOPT_HYPER_TRUST_MAX] < h[DLOPT_HYPER_TRUST_MIN]) return "trust_max must not be below trust_min";
    return nullptr;
  }

  // The corrections go into one factor and eps, as in adam.h.
  static coefficients<double> coefs(const hyper_values& h, const step_info& step) {
    const double beta1 = h[DLOPT_HYPER_BETA1], beta2 = h[DLOPT_HYPER_BETA2];
    const double c1 = repro::one_minus_pow_int(beta1, step.t), c2 = repro::one_minus_pow_int(beta2, step.t);
    const bool moments = h.is(DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_MOMENTS);
    coefficients<double> c = {h[DLOPT_HYPER_LR], beta1, 1, beta2, 1 - beta2, 1, 0, 0, 0, 0, 1, 0};
    if (h.is(DLOPT_HYPER_GRAD_AVERAGING)) c.take = 1 - beta1;
    if (moments) c.correction = square_root(c2) / c1;
    if (h.is(DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_LR)) c.rate *= square_root(c2) / c1;
    if (h.is(DLOPT_HYPER_BIAS_CORRECTION, DLOPT_CORRECTION_FIRST)) c.rate /= c1;
    const double eps = h[DLOPT_HYPER_EPS], left = moments ? c2 : 1;
    if (h.is(DLOPT_HYPER_EPS_MODE, DLOPT_EPS_INSIDE)) c.eps_inside = safe_eps(eps * left, step);
    else c.eps_outside = safe_eps(eps * square_root(left), step);
    place_decay(h, c);
    return c;
  }

  static void place_decay(const hyper_values& h, coefficients<double>& c) {
    const double w = h[DLOPT_HYPER_WEIGHT_DECAY];
    switch (int32_t(h[DLOPT_HYPER_DECAY_PLACE])) {
    case DLOPT_DECAY_IN_GRADIENT: c.gradient_decay = w; break;
    case DLOPT_DECAY_IN_PARAMETER:
      c.shrink = h[DLOPT_HYPER_LR] * w;
      c.keep = 1 - c.shrink;
      break;
    default: c.update_decay = w;
    }
  }

  template <class T> DLOPT_LANE static T direction(const coefficients<T>& c, T p, const T* state) {
    return c.correction * (state[0] / (square_root(state[1] + c.eps_inside) + c.eps_outside)) + c.update_decay * p;
  }

  static constexpr int32_t n_sums = 2;

  template <class T, uint32_t Used> DLOPT_LANE static void measure(const coefficients<T>& c, T g, T p, T* state, product<T>* terms) {
    const T decayed = g + c.gradient_decay * p;
    state[0] = c.beta1 * state[0] + c.take * decayed;
    state[1] = c.beta2 * state[1] + c.one_minus_beta2 * (decayed * decayed);
    const T kept = c.keep * p, u = direction(c, p, state);
    terms[0] = {kept, kept};
    terms[1] = {u, u};
  }

  static void settle(const hyper_values& h, const step_info&, const double* sums, coefficients<double>& c, double*) {
    const double w = h[DLOPT_HYPER_WEIGHT_DECAY], p = square_root(sums[0]), u = square_root(sums[1]);
    if (h.is(DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_NEVER) || (h.is(DLOPT_HYPER_TRUST_RATIO, DLOPT_TRUST_DECAYED) && w == 0)) return;
    if (p == 0 || u == 0) return;
    const double norm_max = h[DLOPT_HYPER_NORM_MAX], trust_max = h[DLOPT_HYPER_TRUST_MAX], trust_min = h[DLOPT_HYPER_TRUST_MIN];
    double ratio = (norm_max != 0 && p > norm_max ? norm_max : p) / (u + h[DLOPT_HYPER_TRUST_EPS]);
    if (trust_max != 0 && ratio > trust_max) ratio = trust_max;
    if (ratio < trust_min) ratio = trust_min;
    c.rate *= ratio;
  }

  template <class T, uint32_t Used> DLOPT_LANE static T apply(const coefficients<T>& c, T, T p, T* state) {
    return c.rate * direction(c, p, state) + c.shrink * p;
  }
};

} // namespace dlopt
