// dlopt/cpp/rules/asgd.hpp - options of asgd. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_ASGD_HPP
#define DLOPT_CPP_RULES_ASGD_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// Averaged SGD: plain steps, and the mean of the parameters that they pass. Paper and departures: src/rules/asgd.h.
struct asgd {
  double lr = 0.01; ///< learning rate; 0 .. 1e+30
  double lambd = 0.0001; ///< decay of the parameters that also slows the rate; 0 .. 1e+30
  double alpha = 0.75; ///< the rate falls as lr / (1 + lambd lr t)^alpha; 0 .. 1e+30
  double t0 = 1000000.0; ///< the step after which averaging starts; 0 .. 1e+30
  dlopt::rate_lr rate_lr = dlopt::rate_lr::previous; ///< whether the rate is of the lr of the step before
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  dlopt::zero_grad zero_grad = dlopt::zero_grad::step; ///< an element with gradient 0 steps as any other, or stays with its state
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: torch

  static constexpr dlopt_rule rule = DLOPT_RULE_ASGD;
  static constexpr int count = 13;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.01) &&
           visit(DLOPT_HYPER_LAMBD, detail::number(lambd), 0.0001) &&
           visit(DLOPT_HYPER_RATE_POWER, detail::number(alpha), 0.75) &&
           visit(DLOPT_HYPER_T0, detail::number(t0), 1000000.0) &&
           visit(DLOPT_HYPER_RATE_LR, detail::number(rate_lr), 0) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_MAXIMIZE, detail::number(maximize), 0) &&
           visit(DLOPT_HYPER_CAUTIOUS, detail::number(cautious), 0) &&
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
