// dlopt/cpp/schedules/linear.hpp - fields of the schedule linear. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_LINEAR_HPP
#define DLOPT_CPP_SCHEDULES_LINEAR_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS
struct linear {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  int64_t total_steps = 5; ///< length in steps; 1 .. 2^53
  double start_factor = 0.3333333333333333; ///< factor at step 0; 0 .. 1e+30
  double end_factor = 1; ///< factor at total_steps and after; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_LINEAR;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 5) &&
           visit(DLOPT_FIELD_START_FACTOR, detail::number(start_factor), 0.3333333333333333) &&
           visit(DLOPT_FIELD_END_FACTOR, detail::number(end_factor), 1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
