// dlopt/cpp/schedules/inverse_time.hpp - fields of the schedule inverse_time. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_INVERSE_TIME_HPP
#define DLOPT_CPP_SCHEDULES_INVERSE_TIME_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE / (1 + LAMBDA t)^POWER
struct inverse_time {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double lambda = 1; ///< how fast it falls, per step; 0 .. 1e+30
  double power = 1; ///< exponent; the sum of the values diverges up to 1, that of their squares converges above 1/2; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_INVERSE_TIME;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_LAMBDA, detail::number(lambda), 1) &&
           visit(DLOPT_FIELD_POWER, detail::number(power), 1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
