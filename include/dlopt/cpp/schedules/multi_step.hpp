// dlopt/cpp/schedules/multi_step.hpp - fields of the schedule multi_step. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_MULTI_STEP_HPP
#define DLOPT_CPP_SCHEDULES_MULTI_STEP_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE GAMMA^n, n being how many of MILESTONES are <= t
struct multi_step {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double gamma = 0.1; ///< factor of each drop; 0 .. 1e+30
  list milestones = {}; ///< the steps of the drops, not falling; a repeated one drops again

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_MULTI_STEP;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_GAMMA, detail::number(gamma), 0.1);
  }
  template <class Visit> bool each_list(Visit&& visit) const {
    return visit(DLOPT_FIELD_MILESTONES, milestones);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
