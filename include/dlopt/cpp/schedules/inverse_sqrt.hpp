// dlopt/cpp/schedules/inverse_sqrt.hpp - fields of the schedule inverse_sqrt. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_INVERSE_SQRT_HPP
#define DLOPT_CPP_SCHEDULES_INVERSE_SQRT_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t)
struct inverse_sqrt {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  int64_t warmup_steps = 4000; ///< length of the warm-up, and the step whose value is base; 1 .. 2^53
  double start_factor = 0; ///< the warm-up starts at this times base; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_INVERSE_SQRT;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_WARMUP_STEPS, detail::number(warmup_steps), 4000) &&
           visit(DLOPT_FIELD_START_FACTOR, detail::number(start_factor), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
