// dlopt/cpp/schedules/constant.hpp - fields of the schedule constant. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_CONSTANT_HPP
#define DLOPT_CPP_SCHEDULES_CONSTANT_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE
struct constant {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_CONSTANT;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
