// dlopt/cpp/rules/novograd.hpp - options of novograd. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_NOVOGRAD_HPP
#define DLOPT_CPP_RULES_NOVOGRAD_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// NovoGrad: momentum of gradients that are divided by a running norm of their tensor. Paper and departures: src/rules/novograd.h.
struct novograd {
  double lr = 0.001; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.95; ///< how much of the first moment stays; 0 .. below 1
  double beta2 = 0.98; ///< how much of the second moment stays; 0 .. below 1
  double eps = 1e-08; ///< keeps the denominator from zero; 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  /// gradients enter the first moment times 1 - beta1: none, all, all but the first
  dlopt::grad_averaging grad_averaging = dlopt::grad_averaging::off;
  bool bias_correction = false; ///< divide the moments by 1 - beta^t
  dlopt::eps_mode eps_mode = dlopt::eps_mode::outside; ///< sqrt(v) + eps, or sqrt(v + eps)
  dlopt::first_step first_step = dlopt::first_step::gradient; ///< what the second moment begins with
  dlopt::decay_place decay_place = dlopt::decay_place::gradient; ///< where weight_decay acts; see dlopt_decay_place
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  /// whose conventions, set before all that differs from its default here: pytorch_optimizer, optax, timm, apex
  const char* preset = nullptr;

  static constexpr dlopt_rule rule = DLOPT_RULE_NOVOGRAD;
  static constexpr int count = 16;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.001) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.95) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.98) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-08) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_GRAD_AVERAGING, detail::number(grad_averaging), 0) &&
           visit(DLOPT_HYPER_BIAS_CORRECTION, detail::number(bias_correction), 0) &&
           visit(DLOPT_HYPER_EPS_MODE, detail::number(eps_mode), 0) &&
           visit(DLOPT_HYPER_FIRST_STEP, detail::number(first_step), 0) &&
           visit(DLOPT_HYPER_DECAY_PLACE, detail::number(decay_place), 0) &&
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
