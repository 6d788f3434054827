// dlopt/cpp/schedules/rex.hpp - fields of the schedule rex. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_REX_HPP
#define DLOPT_CPP_SCHEDULES_REX_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2), x = t / TOTAL_STEPS
struct rex {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double final = 0; ///< the value at the end; -1e+30 .. 1e+30
  int64_t total_steps = 1000; ///< length in steps; 1 .. 2^53

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_REX;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 1000);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
