// dlopt/cpp/schedules/range_test.hpp - fields of the schedule range_test. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_RANGE_TEST_HPP
#define DLOPT_CPP_SCHEDULES_RANGE_TEST_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE to END_FACTOR BASE in TOTAL_STEPS, changing every STEP_SIZE steps; GROWTH says how
struct range_test {
  double base = 1; ///< the value at step 0; -1e+30 .. 1e+30
  double end_factor = 100000000.0; ///< at total_steps and after it is this times base; 0 .. 1e+30
  int64_t total_steps = 100; ///< length in steps; 1 .. 2^53
  int64_t step_size = 1; ///< changes only every so many steps; 1 .. 2^53
  dlopt::growth growth = dlopt::growth::exponential; ///< by equal factors, or by equal amounts

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_RANGE_TEST;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_END_FACTOR, detail::number(end_factor), 100000000.0) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 100) &&
           visit(DLOPT_FIELD_STEP_SIZE, detail::number(step_size), 1) &&
           visit(DLOPT_FIELD_GROWTH, detail::number(growth), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
