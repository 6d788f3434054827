// dlopt/cpp/rules/adagrad.hpp - options of adagrad. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_ADAGRAD_HPP
#define DLOPT_CPP_RULES_ADAGRAD_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// AdaGrad. Paper and departures: src/rules/adagrad.h.
struct adagrad {
  double lr = 0.01; ///< learning rate; 0 .. 1e+30
  double lr_decay = 0; ///< at step t the rate is lr / (1 + (t - 1) lr_decay); 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  double initial_accumulator_value = 0; ///< what the sum of squares starts from; 0 .. 1e+30
  double eps = 1e-10; ///< keeps the denominator from zero; 0 .. 1e+30
  dlopt::eps_mode eps_mode = dlopt::eps_mode::outside; ///< sqrt(sum) + eps, or sqrt(sum + eps)
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

  static constexpr dlopt_rule rule = DLOPT_RULE_ADAGRAD;
  static constexpr int count = 16;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.01) &&
           visit(DLOPT_HYPER_LR_DECAY, detail::number(lr_decay), 0) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, detail::number(initial_accumulator_value), 0) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-10) &&
           visit(DLOPT_HYPER_EPS_MODE, detail::number(eps_mode), 0) &&
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
