// dlopt/cpp/rules/lars.hpp - options of lars. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_LARS_HPP
#define DLOPT_CPP_RULES_LARS_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// LARS: SGD with momentum whose gradient is scaled to each tensor's norm; LARC, which clips that scale. Paper and departures:
/// src/rules/lars.h.
struct lars {
  double lr = 1; ///< learning rate; 0 .. 1e+30
  double momentum = 0; ///< how much of the momentum buffer stays; 0: no buffer; 0 .. below 1
  double dampening = 0; ///< how much of the scaled gradient the buffer refuses; 0 .. 1
  bool nesterov = false; ///< step with gradient and buffer; needs momentum and no dampening
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  double trust_coefficient = 0.001; ///< what the trust ratio is multiplied by; 0 .. 1e+30
  double eps = 1e-08; ///< added to the norm that the trust ratio divides by; 0 .. 1e+30
  dlopt::trust_ratio trust_ratio = dlopt::trust_ratio::decayed; ///< which tensors are scaled: none, those with weight decay, all
  dlopt::trust_form trust_form = dlopt::trust_form::separate; ///< how the ratio is made; see dlopt_trust_form
  bool trust_clip = false; ///< the smaller of lr and the ratio in place of their product
  dlopt::lr_place lr_place = dlopt::lr_place::outside; ///< lr outside or inside the momentum buffer
  dlopt::first_step first_step = dlopt::first_step::gradient; ///< what the buffer holds after its first gradient
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  const char* preset = nullptr; ///< whose conventions, set before all that differs from its default here: timm, optax, apex

  static constexpr dlopt_rule rule = DLOPT_RULE_LARS;
  static constexpr int count = 18;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 1) &&
           visit(DLOPT_HYPER_MOMENTUM, detail::number(momentum), 0) &&
           visit(DLOPT_HYPER_DAMPENING, detail::number(dampening), 0) &&
           visit(DLOPT_HYPER_NESTEROV, detail::number(nesterov), 0) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_TRUST_COEFFICIENT, detail::number(trust_coefficient), 0.001) &&
           visit(DLOPT_HYPER_EPS, detail::number(eps), 1e-08) &&
           visit(DLOPT_HYPER_TRUST_RATIO, detail::number(trust_ratio), 1) &&
           visit(DLOPT_HYPER_TRUST_FORM, detail::number(trust_form), 0) &&
           visit(DLOPT_HYPER_TRUST_CLIP, detail::number(trust_clip), 0) &&
           visit(DLOPT_HYPER_LR_PLACE, detail::number(lr_place), 0) &&
           visit(DLOPT_HYPER_FIRST_STEP, detail::number(first_step), 0) &&
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
