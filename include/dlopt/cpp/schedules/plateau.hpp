// dlopt/cpp/schedules/plateau.hpp - fields of the schedule plateau. Written by bindings/generate.
#ifndef DLOPT_CPP_SCHEDULES_PLATEAU_HPP
#define DLOPT_CPP_SCHEDULES_PLATEAU_HPP

#include "../choices.hpp"
#include "../values.hpp"

namespace dlopt {
inline namespace cpp {
namespace schedules {

/// BASE GAMMA^n, not below FINAL, n being the reductions that dlopt_schedule_report has caused
struct plateau {
  double base = 1; ///< the value that the shape is applied to; -1e+30 .. 1e+30
  double gamma = 0.1; ///< factor of each reduction; 0 .. 1
  double final = 0; ///< no reduction goes below this; -1e+30 .. 1e+30
  int64_t patience = 10; ///< reports in a row that may be no better; one more reduces; 0 .. 2^53
  int64_t cooldown = 0; ///< reports after a reduction during which bad ones do not count; 0 .. 2^53
  dlopt::metric_mode mode = dlopt::metric_mode::min; ///< which metrics are better: lower or higher ones
  double threshold = 0.0001; ///< by how much a metric must be better to count; 0 .. 1e+30
  dlopt::threshold_mode threshold_mode = dlopt::threshold_mode::relative; ///< what the threshold is of: see dlopt_threshold_mode
  double eps = 1e-08; ///< a reduction by no more than this is not made; 0 .. 1e+30

  static constexpr dlopt_schedule_kind kind = DLOPT_SCHEDULE_PLATEAU;

  /// Calls visit(id, value, default) for each value until it returns false.
  template <class Visit> constexpr bool each(Visit&& visit) const {
    return visit(DLOPT_FIELD_BASE, detail::number(base), 1) &&
           visit(DLOPT_FIELD_GAMMA, detail::number(gamma), 0.1) &&
           visit(DLOPT_FIELD_FINAL, detail::number(final), 0) &&
           visit(DLOPT_FIELD_PATIENCE, detail::number(patience), 10) &&
           visit(DLOPT_FIELD_COOLDOWN, detail::number(cooldown), 0) &&
           visit(DLOPT_FIELD_MODE, detail::number(mode), 0) &&
           visit(DLOPT_FIELD_THRESHOLD, detail::number(threshold), 0.0001) &&
           visit(DLOPT_FIELD_THRESHOLD_MODE, detail::number(threshold_mode), 0) &&
           visit(DLOPT_FIELD_EPS, detail::number(eps), 1e-08);
  }
};

} // namespace schedules
} // namespace cpp
} // namespace dlopt

#endif
