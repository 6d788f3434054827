// dlopt/cpp/rules/adafactor.hpp - options of adafactor. Written by bindings/generate.
#ifndef DLOPT_CPP_RULES_ADAFACTOR_HPP
#define DLOPT_CPP_RULES_ADAFACTOR_HPP

#include "../conventions.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {

/// Adafactor: gradients divided by a root mean square of which only the means of rows and columns are kept. Paper and departures:
/// src/rules/adafactor.h.
struct adafactor {
  double lr = 0.01; ///< learning rate; 0 .. 1e+30
  double beta2_decay = -0.8; ///< 1 - t^this of the second moment stays at step t; -100 .. 0
  double beta2 = 1; ///< at most this much of the second moment stays; 0 .. 1
  double beta1 = 0; ///< how much of the mean update stays; 0: there is none; 0 .. below 1
  double eps1 = 1e-30; ///< keeps the second moment from zero; 0 .. 1e+30
  double eps2 = 0.001; ///< the RMS of a parameter counts as this at least; 0 .. 1e+30
  double d = 1; ///< limit of the RMS of a parameter's update, before lr; 1e-30 .. inf
  double weight_decay = 0; ///< pull of the parameters towards zero; 0 .. 1e+30
  dlopt::eps_form eps_form = dlopt::eps_form::machine; ///< where eps1 acts; see dlopt_eps_form
  dlopt::relative_step relative_step = dlopt::relative_step::on; ///< lr at a step; see dlopt_relative_step
  bool scale_parameter = true; ///< multiply the step by the RMS of its parameter
  dlopt::factored factored = dlopt::factored::last; ///< which dimensions; see dlopt_factored
  int64_t min_dim_size_to_factor = 0; ///< dimensions of fewer elements are not factored; 0 .. 2^53
  dlopt::lr_place lr_place = dlopt::lr_place::inside; ///< lr outside or inside the mean update
  dlopt::decay_mode decay_mode = dlopt::decay_mode::decoupled; ///< how weight_decay acts; see dlopt_decay_mode
  dlopt::decay_by decay_by = dlopt::decay_by::lr; ///< what decay takes for lr; see dlopt_decay_by
  bool maximize = false; ///< climb instead of descend
  dlopt::cautious cautious = dlopt::cautious::off; ///< take only steps that agree with their gradients; see dlopt_cautious
  dlopt::null_grad null_grad = dlopt::null_grad::skip; ///< a parameter without a gradient is left out, or steps with zeros
  /// limit of the common norm of all gradients, where a step gives none; the same in every group; 0 .. inf
  double max_norm = detail::infinity;
  double clip_value = detail::infinity; ///< limit of each gradient element, where a step gives none; the same in every group; 0 .. inf
  int64_t seed = 0; ///< of parameters that are rounded stochastically; 0 .. 2^53
  dlopt::decay_order decay_order = dlopt::decay_order::before; ///< decay beside the update: before or after it
  double decay_lr = 0; ///< lr0 of decay_mode independent and corrected; 0: lr as it was set; 0 .. 1e+30
  /// whose conventions, set before all that differs from its default here: torch, optax, timm, pytorch_optimizer, big_vision
  const char* preset = nullptr;

  static constexpr dlopt_rule rule = DLOPT_RULE_ADAFACTOR;
  static constexpr int count = 24;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_HYPER_LR, detail::number(lr), 0.01) &&
           visit(DLOPT_HYPER_BETA2_DECAY, detail::number(beta2_decay), -0.8) &&
           visit(DLOPT_HYPER_BETA2, detail::number(beta2), 1) &&
           visit(DLOPT_HYPER_BETA1, detail::number(beta1), 0) &&
           visit(DLOPT_HYPER_EPS1, detail::number(eps1), 1e-30) &&
           visit(DLOPT_HYPER_EPS2, detail::number(eps2), 0.001) &&
           visit(DLOPT_HYPER_D, detail::number(d), 1) &&
           visit(DLOPT_HYPER_WEIGHT_DECAY, detail::number(weight_decay), 0) &&
           visit(DLOPT_HYPER_EPS_FORM, detail::number(eps_form), 0) &&
           visit(DLOPT_HYPER_RELATIVE_STEP, detail::number(relative_step), 1) &&
           visit(DLOPT_HYPER_SCALE_PARAMETER, detail::number(scale_parameter), 1) &&
           visit(DLOPT_HYPER_FACTORED, detail::number(factored), 1) &&
           visit(DLOPT_HYPER_MIN_DIM_SIZE_TO_FACTOR, detail::number(min_dim_size_to_factor), 0) &&
           visit(DLOPT_HYPER_LR_PLACE, detail::number(lr_place), 1) &&
           visit(DLOPT_HYPER_DECAY_MODE, detail::number(decay_mode), 1) &&
           visit(DLOPT_HYPER_DECAY_BY, detail::number(decay_by), 0) &&
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
