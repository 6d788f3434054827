// dlopt/cpp/rules/lamb.hpp - options of lamb. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_LAMB_HPP
#define DLOPT_CPP_RULES_LAMB_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// LAMB: Adam whose update is scaled to each tensor's norm. Paper and departures: src/rules/lamb.h.
struct lamb {
  double lr = 0.001; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.9; ///< how much of the first moment stays; 0 .. below 1
  double beta2 = 0.999; ///< how much of the second moment stays; 0 .. below 1
  double eps = 1e-06; ///< keeps the denominator from zero; 0 .. 1e+30
  double weight_decay = 0.01; ///< pull of the parameters towards zero; 0 .. 1e+30
  dlopt::trust_ratio trust_ratio = dlopt::trust_ratio::decayed; ///< which tensors are scaled: none, those with weight decay, all
  double trust_min = 0; ///< the trust ratio is at least this; 0 .. 1e+30
  double trust_max = 0; ///< the trust ratio is at most this; 0: no limit; 0 .. 1e+30
  double trust_eps = 0; ///< added to the update's norm; 0 .. 1e+30
  double norm_max = 0; ///< the parameter's norm counts as this at most; 0: no limit; 0 .. 1e+30
  bool grad_averaging = true; ///< gradients enter the first moment times 1 - beta1
  dlopt::correction_form bias_correction = dlopt::correction_form::moments; ///< see dlopt_correction_form
  dlopt::eps_mode eps_mode = dlopt::eps_mode::outside; ///< sqrt(v) + eps, or sqrt(v + eps)
  dlopt::decay_place decay_place = dlopt::decay_place::update; ///< where weight_decay acts; see dlopt_decay_place
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  /// whose conventions, set before all that differs from its default here: apex, timm, optax, deepspeed, pytorch_optimizer
  const char* preset = nullptr;

  static constexpr dlopt_rule rule = DLOPT_RULE_LAMB;
  static constexpr int count = 20;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.001) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.9) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.999) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-06) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0.01) &&
           visit(DLOPT_HYPER_TRUST_RATIO, detail::number(trust_ratio), 1) &&
           visit(DLOPT_HYPER_TRUST_MIN, detail::number(trust_min), 0) &&
           visit(DLOPT_HYPER_TRUST_MAX, detail::number(trust_max), 0) &&
           visit(DLOPT_HYPER_TRUST_EPS, detail::number(trust_eps), 0) &&
           visit(DLOPT_HYPER_NORM_MAX, detail::number(norm_max), 0) &&
           visit(DLOPT_HYPER_GRAD_AVERAGING, detail::number(grad_averaging), 1) &&
           visit(DLOPT_HYPER_BIAS_CORRECTION, detail::number(bias_correction), 1) &&
           visit(DLOPT_HYPER_EPS_MODE, detail::number(eps_mode), 0) &&
           visit(DLOPT_HYPER_DECAY_PLACE, detail::number(decay_place), 2) &&
           visit(DLOPT_HYPER_MAXIMIZE, detail::number(maximize), 0) &&
           visit(DLOPT_HYPER_CAUTIOUS, detail::number(cautious), 0) &&
           visit(DLOPT_HYPER_NULL_GRAD, detail::number(null_grad), 0) &&
           visit(DLOPT_HYPER_MAX_NORM, detail::number(max_norm), detail::infinity) &&
           visit(DLOPT_HYPER_CLIP_VALUE, detail::number(clip_value), detail::infinity) &&
           visit(DLOPT_HYPER_SEED, detail::number(seed), 0);
  }
};

} // namespace cpp
} // namespace dlopt

#endif
