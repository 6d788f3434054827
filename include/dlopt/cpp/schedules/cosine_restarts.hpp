// dlopt/cpp/schedules/cosine_restarts.hpp - fields of the schedule cosine_restarts. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_COSINE_RESTARTS_HPP
#define DLOPT_CPP_SCHEDULES_COSINE_RESTARTS_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// SGDR: cosines of CYCLE_STEPS T_MULT^i steps, from BASE CYCLE_DECAY^i to FINAL, i = 0, 1, ...
struct cosine_restarts {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double final = 0; ///< the value at the end; -1e+30 .. 1e+30
  int64_t cycle_steps = 1000; ///< length of the first cycle; 1 .. 2^53
  int64_t t_mult = 1; ///< each cycle is so many times longer than the one before; 1 .. 1e+06
  double cycle_decay = 1; ///< each cycle starts at this times where the one before did; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_COSINE_RESTARTS;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0) &&
           visit(DLOPT_FIELD_CYCLE_STEPS, detail::number(cycle_steps), 1000) &&
           visit(DLOPT_FIELD_T_MULT, detail::number(t_mult), 1) &&
           visit(DLOPT_FIELD_CYCLE_DECAY, detail::number(cycle_decay), 1);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
