// dlopt/cpp/wrappers.hpp - fields of what accompanies an optimizer. Written by bindings/generate.
#ifndef DLOPT_CPP_WRAPPERS_HPP
#define DLOPT_CPP_WRAPPERS_HPP

#include "choices.hpp"
#include "values.hpp"

namespace dlopt {
inline namespace cpp {
namespace wrappers {

/// exponential moving average of the parameters, in buffers of the caller
struct ema {
  double decay = 0.999; ///< how much of the average stays at an update; 0 .. below 1
  dlopt::ema_warmup warmup = dlopt::ema_warmup::none; ///< how decay grows at first; see dlopt_ema_warmup
  double gamma = 1; ///< warmup power: updates are divided by it; 1e-30 .. 1e+30
  double power = 0.6666666666666666; ///< warmup power: its exponent; 0 .. 1e+30
  double min_decay = 0; ///< a warm-up does not go below it; 0 .. below 1
  bool debias = false; ///< average as if from zero, corrected as Adam corrects its moments
  int64_t start = 0; ///< steps of the optimizer before the average begins; 0 .. 2^53
  int64_t every = 1; ///< steps from one update of the average to the next; 1 .. 2^53

  static constexpr dlopt_wrapper wrapper = DLOPT_WRAPPER_EMA;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_WRAP_DECAY, detail::number(decay), 0.999) &&
           visit(DLOPT_WRAP_WARMUP, detail::number(warmup), 0) &&
           visit(DLOPT_WRAP_GAMMA, detail::number(gamma), 1) &&
           visit(DLOPT_WRAP_POWER, detail::number(power), 0.6666666666666666) &&
           visit(DLOPT_WRAP_MIN_DECAY, detail::number(min_decay), 0) &&
           visit(DLOPT_WRAP_DEBIAS, detail::number(debias), 0) &&
           visit(DLOPT_WRAP_START, detail::number(start), 0) &&
           visit(DLOPT_WRAP_EVERY, detail::number(every), 1);
  }
};

/// plain mean of the parameters, in buffers of the caller
struct swa {
  int64_t start = 0; ///< steps of the optimizer before the average begins; 0 .. 2^53
  int64_t every = 1; ///< steps from one update of the average to the next; 1 .. 2^53

  static constexpr dlopt_wrapper wrapper = DLOPT_WRAPPER_SWA;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_WRAP_START, detail::number(start), 0) &&
           visit(DLOPT_WRAP_EVERY, detail::number(every), 1);
  }
};

/// slow weights that the parameters return to every K steps; state "slow_param"
struct lookahead {
  int64_t k = 5; ///< steps from one synchronisation to the next; 1 .. 2^53
  double alpha = 0.5; ///< part of the way that the slow weights go to the fast ones; 0 .. 1
  dlopt::lookahead_initial initial = dlopt::lookahead_initial::start; ///< when the slow weights are taken; see dlopt_lookahead_initial
  /// what becomes of the rule's state at a synchronisation; see dlopt_lookahead_state
  dlopt::lookahead_state state = dlopt::lookahead_state::keep;

  static constexpr dlopt_wrapper wrapper = DLOPT_WRAPPER_LOOKAHEAD;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_WRAP_K, detail::number(k), 5) &&
           visit(DLOPT_WRAP_ALPHA, detail::number(alpha), 0.5) &&
           visit(DLOPT_WRAP_INITIAL, detail::number(initial), 0) &&
           visit(DLOPT_WRAP_STATE, detail::number(state), 0);
  }
};

/// gradients of several micro-batches for one step; state "accumulated_grad"
struct accumulate {
  dlopt::accumulate_reduce reduce = dlopt::accumulate_reduce::mean; ///< what a step takes of the gradients; see dlopt_accumulate_reduce

  static constexpr dlopt_wrapper wrapper = DLOPT_WRAPPER_ACCUMULATE;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_WRAP_REDUCE, detail::number(reduce), 0);
  }
};

/// gradients taken at the worst place nearby; state "sam_param"
struct sam {
  double rho = 0.05; ///< how far the parameters are moved; 0 .. 1e+30
  double eps = 1e-12; ///< added to the norm; 0 .. 1e+30
  bool adaptive = false; ///< measure distance by the size of each element: ASAM
  double eta = 0.01; ///< adaptive: added to the size of each element; 0 .. 1e+30

  static constexpr dlopt_wrapper wrapper = DLOPT_WRAPPER_SAM;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_WRAP_RHO, detail::number(rho), 0.05) &&
           visit(DLOPT_WRAP_EPS, detail::number(eps), 1e-12) &&
           visit(DLOPT_WRAP_ADAPTIVE, detail::number(adaptive), 0) &&
           visit(DLOPT_WRAP_ETA, detail::number(eta), 0.01);
  }
};

} // namespace wrappers
} // namespace cpp
} // namespace dlopt

#endif
