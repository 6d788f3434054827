// dlopt/cpp/schedules/polynomial.hpp - fields of the schedule polynomial. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_POLYNOMIAL_HPP
#define DLOPT_CPP_SCHEDULES_POLYNOMIAL_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// FINAL + (BASE - FINAL)(1 - (t - BEGIN) / TOTAL_STEPS)^POWER
struct polynomial {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double final = 0; ///< the value at the end; -1e+30 .. 1e+30
  int64_t total_steps = 5; ///< length in steps, after begin; 1 .. 2^53
  double power = 1; ///< exponent of what is left; 0 .. 1e+30
  int64_t begin = 0; ///< steps at base before it starts; 0 .. 2^53

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_POLYNOMIAL;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 5) &&
           visit(DLOPT_FIELD_POWER, detail::number(power), 1) &&
           visit(DLOPT_FIELD_BEGIN, detail::number(begin), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
