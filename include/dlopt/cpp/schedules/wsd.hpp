// dlopt/cpp/schedules/wsd.hpp - fields of the schedule wsd. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_WSD_HPP
#define DLOPT_CPP_SCHEDULES_WSD_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// linear to BASE in WARMUP_STEPS, stable, then to FINAL in the last DECAY_STEPS of TOTAL_STEPS; ANNEAL says how
struct wsd {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double final = 0; ///< the value at the end; -1e+30 .. 1e+30
  int64_t total_steps = 1000; ///< length in steps; 1 .. 2^53
  int64_t warmup_steps = 100; ///< length of the warm-up; 0 .. 2^53
  int64_t decay_steps = 200; ///< length of the decay; with warmup_steps at most total_steps; 0 .. 2^53
  double start_factor = 0; ///< the warm-up starts at this times base; 0 .. 1e+30
  dlopt::anneal anneal = dlopt::anneal::cosine; ///< how it decays: see dlopt_anneal

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_WSD;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0) &&
           visit(DLOPT_FIELD_TOTAL_STEPS, detail::number(total_steps), 1000) &&
           visit(DLOPT_FIELD_WARMUP_STEPS, detail::number(warmup_steps), 100) &&
           visit(DLOPT_FIELD_DECAY_STEPS, detail::number(decay_steps), 200) &&
           visit(DLOPT_FIELD_START_FACTOR, detail::number(start_factor), 0) &&
           visit(DLOPT_FIELD_ANNEAL, detail::number(anneal), 0);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
