// dlopt/cpp/schedules/one_cycle.hpp - fields of the schedule one_cycle. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_ONE_CYCLE_HPP
#define DLOPT_CPP_SCHEDULES_ONE_CYCLE_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// START_FACTOR BASE up to BASE, down to END_FACTOR BASE; with THREE_PHASE by way of the start
struct one_cycle {
  double base = 1; ///< the value at the peak; -1e+30 .. 1e+30
  int64_t total_steps = 1000; ///< length in steps; 1 .. 2^53
  double start_factor = 0.04; ///< it starts at this times base; 0 .. 1e+30
  double end_factor = 4e-06; ///< it ends at this times base; 0 .. 1e+30
  double pct_start = 0.3; ///< the part of total_steps before the peak; 0 .. 1
  double pct_final = 0.85; ///< the part before the third phase; optax's convention only; 0 .. 1
  bool three_phase = false; ///< down to the start first, then to the end
  dlopt::anneal anneal = dlopt::anneal::cosine; ///< how it goes from one value to the next
  dlopt::one_cycle_convention convention = dlopt::one_cycle_convention::torch; ///< whose phases: see dlopt_one_cycle_convention

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_ONE_CYCLE;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 1000) &&
           visit(DLOPT_FIELD_START_FACTOR, detail::number(start_factor), 0.04) &&
           visit(DLOPT_FIELD_END_FACTOR, detail::number(end_factor), 4e-06) &&
           visit(DLOPT_FIELD_PCT_START, detail::number(pct_start), 0.3) &&
           visit(DLOPT_FIELD_PCT_FINAL, detail::number(pct_final), 0.85) &&
           visit(DLOPT_FIELD_THREE_PHASE, detail::number(three_phase), 0) &&
           visit(DLOPT_FIELD_ANNEAL, detail::number(anneal), 0) &&
           visit(DLOPT_FIELD_CONVENTION, detail::number(convention), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
