// dlopt/cpp/rules/schedulefree_adamw.hpp - options of schedulefree_adamw. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_SCHEDULEFREE_ADAMW_HPP
#define DLOPT_CPP_RULES_SCHEDULEFREE_ADAMW_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// Schedule-Free AdamW: as schedulefree_sgd, with gradients divided by the root of their second moment. Paper and departures:
/// src/rules/schedulefree_adamw.h.
struct schedulefree_adamw {
  double lr = 0.0025; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.9; ///< how far y stands from z towards the average x; 0.001 .. below 1
  double beta2 = 0.999; ///< how much of the second moment stays; 0 .. below 1
  double eps = 1e-08; ///< keeps the denominator from zero; 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  int64_t warmup_steps = 0; ///< steps over which lr rises linearly to its value; 0 .. 2^53
  double r = 0; ///< step t counts t^r times in the average; 0 .. 10
  double weight_lr_power = 2; ///< and the largest lr so far to this power; 0 .. 10
  bool maximize = false; ///< climb instead of descend
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  dlopt::zero_grad zero_grad = dlopt::zero_grad::step; ///< an element with gradient 0 steps as any other, or stays with its state
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: schedulefree

  static constexpr dlopt_rule rule = DLOPT_RULE_SCHEDULEFREE_ADAMW;
  static constexpr int count = 14;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.0025) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.9) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.999) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-08) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_WARMUP_STEPS, detail::number(warmup_steps), 0) &&
           visit(DLOPT_HYPER_R, detail::number(r), 0) &&
           visit(DLOPT_HYPER_WEIGHT_LR_POWER, detail::number(weight_lr_power), 2) &&
           visit(DLOPT_HYPER_MAXIMIZE, detail::number(maximize), 0) &&
           visit(DLOPT_HYPER_NULL_GRAD, detail::number(null_grad), 0) &&
           visit(DLOPT_HYPER_MAX_NORM, detail::number(max_norm), detail::infinity) &&
           visit(DLOPT_HYPER_CLIP_VALUE, detail::number(clip_value), detail::infinity) &&
           visit(DLOPT_HYPER_SEED, detail::number(seed), 0) &&
           visit(DLOPT_HYPER_ZERO_GRAD, detail::number(zero_grad), 0);
  }
};

} // namespace cpp
} // namespace dlopt

#endif
