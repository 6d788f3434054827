// dlopt/cpp/rules/ademamix.hpp - options of ademamix. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_ADEMAMIX_HPP
#define DLOPT_CPP_RULES_ADEMAMIX_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// AdEMAMix: Adam with a second, slow mean of gradients added to the first. Paper and departures: src/rules/ademamix.h.
struct ademamix {
  double lr = 0.001; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.9; ///< how much of the fast mean stays; 0 .. below 1
  double beta2 = 0.999; ///< how much of the second moment stays; 0 .. below 1
  double beta3 = 0.9999; ///< how much of the slow mean stays, after its warm-up; 0 .. below 1
  double alpha = 5; ///< how often the slow mean counts, after its warm-up; 0 .. 1e+30
  int64_t t_alpha = 0; ///< steps over which alpha rises from 0; 0: none; 0 .. 2^53
  int64_t t_beta3 = 0; ///< steps over which beta3 rises from beta1; 0: none; 0 .. 2^53
  double eps = 1e-08; ///< keeps the denominator from zero; 0 .. 1e+30
  double eps_root = 0; ///< added to the second moment inside the root; 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  dlopt::decay_mode decay_mode = dlopt::decay_mode::decoupled; ///< how weight_decay acts; see dlopt_decay_mode
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
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: optax, pytorch_optimizer, bnb

  static constexpr dlopt_rule rule = DLOPT_RULE_ADEMAMIX;
  static constexpr int count = 20;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.001) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.9) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.999) &&
           visit(DLOPT_HYPER_BETA3, detail::number(beta3), 0.9999) &&
           visit(DLOPT_HYPER_SLOW_WEIGHT, detail::number(alpha), 5) &&
           visit(DLOPT_HYPER_T_ALPHA, detail::number(t_alpha), 0) &&
           visit(DLOPT_HYPER_T_BETA3, detail::number(t_beta3), 0) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-08) &&
           visit(DLOPT_HYPER_EPS_ROOT, detail::number(eps_root), 0) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_DECAY_MODE, detail::number(decay_mode), 1) &&
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
