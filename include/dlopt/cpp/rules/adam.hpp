// dlopt/cpp/rules/adam.hpp - options of adam. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_ADAM_HPP
#define DLOPT_CPP_RULES_ADAM_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// Adam, with AMSGrad. Paper and departures: src/rules/adam.h.
struct adam {
  double lr = 0.001; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.9; ///< how much of the first moment stays; 0 .. below 1
  double beta2 = 0.999; ///< how much of the second moment stays; 0 .. below 1
  double eps = 1e-08; ///< keeps the denominator from zero; 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  bool amsgrad = false; ///< divide by the largest second moment so far
  bool bias_correction = true; ///< divide the moments by 1 - beta^t
  dlopt::eps_mode eps_mode = dlopt::eps_mode::outside; ///< where eps stands; see dlopt_eps_mode
  dlopt::amsgrad_form amsgrad_form = dlopt::amsgrad_form::raw; ///< maximum of the raw or of the corrected moment
  dlopt::decay_mode decay_mode = dlopt::decay_mode::l2; ///< how weight_decay acts; see dlopt_decay_mode
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  dlopt::zero_grad zero_grad = dlopt::zero_grad::step; ///< an element with gradient 0 steps as any other, or stays with its state
  dlopt::decay_order decay_order = dlopt::decay_order::before; ///< decay beside the update: before or after it
  double decay_lr = 0; ///< lr0 of decay_mode independent and corrected; 0: lr as it was set; 0 .. 1e+30
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: torch, optax, tf, apex, bnb

  static constexpr dlopt_rule rule = DLOPT_RULE_ADAM;
  static constexpr int count = 19;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.001) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.9) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.999) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-08) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_AMSGRAD, detail::number(amsgrad), 0) &&
           visit(DLOPT_HYPER_BIAS_CORRECTION, detail::number(bias_correction), 1) &&
           visit(DLOPT_HYPER_EPS_MODE, detail::number(eps_mode), 0) &&
           visit(DLOPT_HYPER_AMSGRAD_FORM, detail::number(amsgrad_form), 0) &&
           visit(DLOPT_HYPER_DECAY_MODE, detail::number(decay_mode), 0) &&
           visit(DLOPT_HYPER_MAXIMIZE, detail::number(maximize), 0) &&
           visit(DLOPT_HYPER_CAUTIOUS, detail::number(cautious), 0) &&
           visit(DLOPT_HYPER_NULL_GRAD, detail::number(null_grad), 0) &&
           visit(DLOPT_HYPER_MAX_NORM, detail::number(max_norm), detail::infinity) &&
           visit(DLOPT_HYPER_CLIP_VALUE, detail::number(clip_value), detail::infinity) &&
           visit(DLOPT_HYPER_SEED, detail::number(seed), 0) &&
           visit(DLOPT_HYPER_ZERO_GRAD, detail::number(zero_grad), 0) &&
           visit(DLOPT_HYPER_DECAY_ORDER, detail::number(decay_order), 0) &&
           visit(DLOPT_HYPER_DECAY_LR, detail::number(decay_lr), 0);
  }
};

} // namespace cpp
} // namespace dlopt

#endif
