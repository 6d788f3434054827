// dlopt/cpp/schedules/cyclic.hpp - fields of the schedule cyclic. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_CYCLIC_HPP
#define DLOPT_CPP_SCHEDULES_CYCLIC_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE to PEAK in STEP_SIZE steps and back in STEP_SIZE_DOWN, again and again; CYCLE_MODE changes the height
struct cyclic {
  double base = 1; ///< the value at the start of each cycle; -1e+30 .. 1e+30
  double peak = 4; ///< the value at the top of the first cycle; -1e+30 .. 1e+30
  int64_t step_size = 2000; ///< steps from base to peak; 1 .. 2^53
  int64_t step_size_down = 0; ///< steps from peak to base; 0: as many; 0 .. 2^53
  dlopt::cycle_mode cycle_mode = dlopt::cycle_mode::triangular; ///< how the height changes: see dlopt_cycle_mode
  double gamma = 1; ///< factor of the height per step; exp_range only; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_CYCLIC;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_PEAK, detail::number(peak), 4) &&
           visit(DLOPT_FIELD_STEP_SIZE, detail::number(step_size), 2000) &&
           visit(DLOPT_FIELD_STEP_SIZE_DOWN, detail::number(step_size_down), 0) &&
           visit(DLOPT_FIELD_CYCLE_MODE, detail::number(cycle_mode), 0) &&
           visit(DLOPT_FIELD_GAMMA, detail::number(gamma), 1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
