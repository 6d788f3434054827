// dlopt/cpp/schedules/piecewise.hpp - fields of the schedule piecewise. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_PIECEWISE_HPP
#define DLOPT_CPP_SCHEDULES_PIECEWISE_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE VALUES[n], n being how many of MILESTONES are <= t; INTERPOLATION may join the values
struct piecewise {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  list milestones = {}; ///< the steps from which the next value holds, not falling
  list values = {}; ///< factors of base, one more than milestones
  dlopt::interpolation interpolation = dlopt::interpolation::none; ///< between milestones: hold, or go to the next value

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_PIECEWISE;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_INTERPOLATION, detail::number(interpolation), 0);
  }
  template <class Visit> bool each_list(Visit&& visit) const {
    return visit(DLOPT_FIELD_MILESTONES, milestones) && visit(DLOPT_FIELD_VALUES, values);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
