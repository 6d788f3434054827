// dlopt/cpp/rules/swats.hpp - options of swats. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_SWATS_HPP
#define DLOPT_CPP_RULES_SWATS_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// SWATS: Adam that goes over to SGD with momentum, at a rate that it learns from its own steps. Paper and departures: src/rules/swats.h.
struct swats {
  double lr = 0.001; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.9; ///< how much of the first moment stays, and of the momentum after the switch; 0 .. below 1
  double beta2 = 0.999; ///< how much of the second moment, and of the learned rate, stays; 0 .. below 1
  double eps = 1e-09; ///< keeps the denominator from zero; 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  double switch_atol = 1e-09; ///< go over to SGD when rate and mean rate differ by less than this; 0 .. 1e+30
  double switch_rtol = 0; ///< plus this times the rate; 0 .. 1e+30
  dlopt::eps_mode eps_mode = dlopt::eps_mode::hat; ///< where eps stands; see dlopt_eps_mode
  dlopt::decay_mode decay_mode = dlopt::decay_mode::l2; ///< how weight_decay acts; see dlopt_decay_mode
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  dlopt::decay_order decay_order = dlopt::decay_order::before; ///< decay beside the update: before or after it
  double decay_lr = 0; ///< lr0 of decay_mode independent and corrected; 0: lr as it was set; 0 .. 1e+30
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: ensmallen

  static constexpr dlopt_rule rule = DLOPT_RULE_SWATS;
  static constexpr int count = 17;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.001) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.9) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.999) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-09) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_SWITCH_ATOL, detail::number(switch_atol), 1e-09) &&
           visit(DLOPT_HYPER_SWITCH_RTOL, detail::number(switch_rtol), 0) &&
           visit(DLOPT_HYPER_EPS_MODE, detail::number(eps_mode), 2) &&
           visit(DLOPT_HYPER_DECAY_MODE, detail::number(decay_mode), 0) &&
           visit(DLOPT_HYPER_MAXIMIZE, detail::number(maximize), 0) &&
           visit(DLOPT_HYPER_CAUTIOUS, detail::number(cautious), 0) &&
           visit(DLOPT_HYPER_NULL_GRAD, detail::number(null_grad), 0) &&
           visit(DLOPT_HYPER_MAX_NORM, detail::number(max_norm), detail::infinity) &&
           visit(DLOPT_HYPER_CLIP_VALUE, detail::number(clip_value), detail::infinity) &&
           visit(DLOPT_HYPER_SEED, detail::number(seed), 0) &&
           visit(DLOPT_HYPER_DECAY_ORDER, detail::number(decay_order), 0) &&
           visit(DLOPT_HYPER_DECAY_LR, detail::number(decay_lr), 0);
  }
};

} // namespace cpp
} // namespace dlopt

#endif
