// dlopt/cpp/schedules/warmup_cosine.hpp - fields of the schedule warmup_cosine. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_WARMUP_COSINE_HPP
#define DLOPT_CPP_SCHEDULES_WARMUP_COSINE_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then cosine to FINAL at TOTAL_STEPS
struct warmup_cosine {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double final = 0; ///< the value at the end; -1e+30 .. 1e+30
  int64_t total_steps = 1000; ///< length in steps; 1 .. 2^53
  int64_t warmup_steps = 100; ///< length of the warm-up; less than total_steps; 0 .. 2^53
  double start_factor = 0; ///< the warm-up starts at this times base; 0 .. 1e+30
  double power = 1; ///< exponent of the wave (1 + cos) / 2; 0 .. 1e+30
  dlopt::after_end after_end = dlopt::after_end::hold; ///< past the end: stay, or climb and fall again

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_WARMUP_COSINE;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 1000) &&
           visit(DLOPT_FIELD_WARMUP_STEPS, detail::number(warmup_steps), 100) &&
           visit(DLOPT_FIELD_START_FACTOR, detail::number(start_factor), 0) &&
           visit(DLOPT_FIELD_POWER, detail::number(power), 1) &&
           visit(DLOPT_FIELD_AFTER_END, detail::number(after_end), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
