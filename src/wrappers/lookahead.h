// Lookahead (Zhang et al. 2019, algorithm 1): every K steps of a parameter slow += ALPHA (p - slow) and p = slow.
//
// INITIAL start: the slow weights are the parameter before its first step, as in the paper, optax.lookahead and pytorch_optimizer. sync: they
// are taken at the first synchronisation, which then moves nothing, as in timm. STATE reset: the states and the age of the fast optimizer begin
// anew at each synchronisation, as with optax's reset_state, except that schedules, which belong to all parameters, go on.
#pragma once

#include "wrappers/wrapper_kind.h"

namespace dlopt {

struct lookahead_wrapper {
  static constexpr hyper_row fields[] = {
      {DLOPT_WRAP_K, DLOPT_KIND_INTEGER, "k", 5, 1, kMostWrappedSteps, "steps from one synchronisation to the next"},
      {DLOPT_WRAP_ALPHA, DLOPT_KIND_REAL, "alpha", 0.5, 0, 1, "part of the way that the slow weights go to the fast ones"},
      {DLOPT_WRAP_INITIAL, DLOPT_KIND_CHOICE, "initial", DLOPT_LOOKAHEAD_INITIAL_START, 0, DLOPT_LOOKAHEAD_INITIAL_SYNC,
       "when the slow weights are taken; see dlopt_lookahead_initial", "start sync"},
      {DLOPT_WRAP_STATE, DLOPT_KIND_CHOICE, "state", DLOPT_LOOKAHEAD_STATE_KEEP, 0, DLOPT_LOOKAHEAD_STATE_RESET,
       "what becomes of the rule's state at a synchronisation; see dlopt_lookahead_state", "keep reset"},
  };
  static constexpr const char* array = "slow_param";
  static const char* conflict(const wrap_values&) { return nullptr; }
  static double weight(const wrap_values& f, int64_t) { return f[DLOPT_WRAP_ALPHA]; }
};

} // namespace dlopt
