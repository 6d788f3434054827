// dlopt/cpp/rules/prodigy.hpp - options of prodigy. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_PRODIGY_HPP
#define DLOPT_CPP_RULES_PRODIGY_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// Prodigy: Adam that estimates its learning rate as the distance to the solution, over all parameters together. Paper and departures:
/// src/rules/prodigy.h.
struct prodigy {
  double lr = 1; ///< learning rate; 0 .. 1e+30
  double beta1 = 0.9; ///< how much of the first moment stays; 0 .. below 1
  double beta2 = 0.999; ///< how much of the second moment stays; 0 .. below 1
  double beta3 = 0; ///< how much of the sums behind the estimate stays; 0: sqrt(beta2); 0 .. below 1
  double eps = 1e-08; ///< keeps the denominator from zero; 0 .. 1e+30
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  double d0 = 1e-06; ///< first estimate of the distance to the solution; 1e-30 .. 1e+30
  double d_coef = 1; ///< what the estimate is multiplied by; 0 .. 1e+30
  double growth_rate = 1e+30; ///< the estimate grows by this factor a step at most; 1 .. 1e+30
  bool safeguard_warmup = false; ///< keep lr out of the estimate's denominator
  bool bias_correction = false; ///< divide the moments by 1 - beta^t
  dlopt::decay_place decay_place = dlopt::decay_place::parameter; ///< where weight_decay acts; see dlopt_decay_place
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: prodigyopt, optax

  static constexpr dlopt_rule rule = DLOPT_RULE_PRODIGY;
  static constexpr int count = 18;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 1) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0.9) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 0.999) &&
           visit(DLOPT_HYPER_BETA3, detail::number(beta3), 0) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-08) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_D0, detail::number(d0), 1e-06) &&
           visit(DLOPT_HYPER_D_COEF, detail::number(d_coef), 1) &&
           visit(DLOPT_HYPER_GROWTH_RATE, detail::number(growth_rate), 1e+30) &&
           visit(DLOPT_HYPER_SAFEGUARD_WARMUP, detail::number(safeguard_warmup), 0) &&
           visit(DLOPT_HYPER_BIAS_CORRECTION, detail::number(bias_correction), 0) &&
           visit(DLOPT_HYPER_DECAY_PLACE, detail::number(decay_place), 1) &&
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
