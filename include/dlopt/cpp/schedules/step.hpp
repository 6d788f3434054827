// dlopt/cpp/schedules/step.hpp - fields of the schedule step. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_STEP_HPP
#define DLOPT_CPP_SCHEDULES_STEP_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE GAMMA^floor(t / STEP_SIZE)
struct step {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  int64_t step_size = 30; ///< steps between two drops; 1 .. 2^53
  double gamma = 0.1; ///< factor of each drop; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_STEP;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_STEP_SIZE, detail::number(step_size), 30) &&
           visit(DLOPT_FIELD_GAMMA, detail::number(gamma), 0.1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
