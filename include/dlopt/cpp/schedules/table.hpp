// dlopt/cpp/schedules/table.hpp - fields of the schedule table. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_TABLE_HPP
#define DLOPT_CPP_SCHEDULES_TABLE_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE VALUES[t]
struct table {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  list values = {}; ///< factors of base, one for each step
  dlopt::after_end after_end = dlopt::after_end::hold; ///< past the last value: stay, or start again

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_TABLE;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_AFTER_END, detail::number(after_end), 0);
  }
  template <class Visit> bool each_list(Visit&& visit) const {
    return visit(DLOPT_FIELD_VALUES, values);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
