// dlopt/cpp/rules/sgd.hpp - options of sgd. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_SGD_HPP
#define DLOPT_CPP_RULES_SGD_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// SGD with momentum. Paper and departures: src/rules/sgd.h.
struct sgd {
  double lr = 0.001; ///< learning rate; 0 .. 1e+30
  double momentum = 0; ///< how much of the momentum buffer stays; 0: no buffer; 0 .. below 1
  double dampening = 0; ///< how much of the gradient the buffer refuses (momentum_form torch); 0 .. 1
  bool nesterov = false; ///< step with gradient and buffer; needs momentum and no dampening
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  dlopt::momentum_form momentum_form = dlopt::momentum_form::torch; ///< how the buffer is kept
  dlopt::first_step first_step = dlopt::first_step::gradient; ///< what the buffer holds after its first gradient
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
  /// whose conventions, set before all that differs from its default here: torch, optax, sutskever, tf, timm, apex, bnb
  const char* preset = nullptr;

  static constexpr dlopt_rule rule = DLOPT_RULE_SGD;
  static constexpr int count = 17;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.001) &&
           visit(DLOPT_HYPER_MOMENTUM, detail::number(momentum), 0) &&
           visit(DLOPT_HYPER_DAMPENING, detail::number(dampening), 0) &&
           visit(DLOPT_HYPER_NESTEROV, detail::number(nesterov), 0) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_MOMENTUM_FORM, detail::number(momentum_form), 0) &&
           visit(DLOPT_HYPER_FIRST_STEP, detail::number(first_step), 0) &&
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
