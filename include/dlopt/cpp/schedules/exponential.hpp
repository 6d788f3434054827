// dlopt/cpp/schedules/exponential.hpp - fields of the schedule exponential. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_EXPONENTIAL_HPP
#define DLOPT_CPP_SCHEDULES_EXPONENTIAL_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE GAMMA^x exp(-LAMBDA x), x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL
struct exponential {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double gamma = 1; ///< factor of each step_size; 0 .. 1e+30
  double lambda = 0; ///< rate of e^{-lambda x}, per step_size; 0 .. 1e+30
  int64_t step_size = 1; ///< steps that one power takes; 1 .. 2^53
  bool staircase = false; ///< changes only every step_size steps
  int64_t begin = 0; ///< steps at base before it starts; 0 .. 2^53
  double final = 0; ///< a value between base and the limit: it stops there; -1e+30 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_EXPONENTIAL;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_GAMMA, detail::number(gamma), 1) &&
           visit(DLOPT_FIELD_LAMBDA, detail::number(lambda), 0) &&
           visit(DLOPT_FIELD_STEP_SIZE, detail::number(step_size), 1) &&
           visit(DLOPT_FIELD_STAIRCASE, detail::number(staircase), 0) &&
           visit(DLOPT_FIELD_BEGIN, detail::number(begin), 0) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
