// dlopt/cpp/schedules/warmup.hpp - fields of the schedule warmup. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_WARMUP_HPP
#define DLOPT_CPP_SCHEDULES_WARMUP_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE; WARMUP_KIND says how
struct warmup {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  int64_t warmup_steps = 100; ///< length in steps; 0 .. 2^53
  double start_factor = 0; ///< it starts at this times base; 0 .. 1e+30
  dlopt::warmup_kind warmup_kind = dlopt::warmup_kind::linear; ///< how it rises: see dlopt_warmup_kind

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_WARMUP;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_WARMUP_STEPS, detail::number(warmup_steps), 100) &&
           visit(DLOPT_FIELD_START_FACTOR, detail::number(start_factor), 0) &&
           visit(DLOPT_FIELD_WARMUP_KIND, detail::number(warmup_kind), 1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
