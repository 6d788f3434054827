// dlopt/cpp/schedules/noam.hpp - fields of the schedule noam. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_NOAM_HPP
#define DLOPT_CPP_SCHEDULES_NOAM_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2), u = t + 1
struct noam {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  int64_t warmup_steps = 4000; ///< steps that it rises; 1 .. 2^53
  int64_t model_size = 512; ///< width of the model; 1 .. 2^53

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_NOAM;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_WARMUP_STEPS, detail::number(warmup_steps), 4000) &&
           visit(DLOPT_FIELD_MODEL_SIZE, detail::number(model_size), 512);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
