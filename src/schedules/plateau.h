// Falls when a metric stops getting better: torch.optim.lr_scheduler.ReduceLROnPlateau. The one schedule with memory: dlopt_schedule_report
// feeds it, and the step does not matter. Departs: the value is BASE GAMMA^n in closed form, and the relative test is right for negative
// metrics unless THRESHOLD_MODE asks for PyTorch's.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct plateau_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      {DLOPT_FIELD_GAMMA, DLOPT_KIND_REAL, "gamma", 0.1, 0, 1, "factor of each reduction"},
      {DLOPT_FIELD_FINAL, DLOPT_KIND_REAL, "final", 0, -kLargestAmount, kLargestAmount, "no reduction goes below this"},
      steps_row(DLOPT_FIELD_PATIENCE, "patience", 10, 0, "reports in a row that may be no better; one more reduces"),
      steps_row(DLOPT_FIELD_COOLDOWN, "cooldown", 0, 0, "reports after a reduction during which bad ones do not count"),
      {DLOPT_FIELD_MODE, DLOPT_KIND_CHOICE, "mode", DLOPT_METRIC_MIN, 0, 1, "which metrics are better: lower or higher ones", "min max"},
      factor_row(DLOPT_FIELD_THRESHOLD, "threshold", 1e-4, "by how much a metric must be better to count"),
      {DLOPT_FIELD_THRESHOLD_MODE, DLOPT_KIND_CHOICE, "threshold_mode", DLOPT_THRESHOLD_RELATIVE, 0, 2,
       "what the threshold is of: see dlopt_threshold_mode", "relative absolute relative_torch"},
      factor_row(DLOPT_FIELD_EPS, "eps", 1e-8, "a reduction by no more than this is not made"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t) { return after(f, f.seen.reductions); }

  // A NaN is never better.
  static void report(field_values& f, double metric) {
    plateau_memory& seen = f.seen;
    const double cost = f.is(DLOPT_FIELD_MODE, DLOPT_METRIC_MAX) ? -metric : metric;
    const bool better = cost < to_beat(f);
    if (better) seen.best = cost;
    seen.bad = better || seen.cooling > 0 ? 0 : seen.bad + 1;
    if (seen.cooling > 0) --seen.cooling;
    if (seen.bad <= f.whole(DLOPT_FIELD_PATIENCE)) return;
    if (after(f, seen.reductions) - after(f, seen.reductions + 1) > f[DLOPT_FIELD_EPS]) ++seen.reductions;
    seen.cooling = f.whole(DLOPT_FIELD_COOLDOWN);
    seen.bad = 0;
  }

private:
  static double after(const field_values& f, int64_t reductions) {
    const double base = f[DLOPT_FIELD_BASE];
    return reductions ? std::max(base * repro::pow_int(f[DLOPT_FIELD_GAMMA], reductions), f[DLOPT_FIELD_FINAL]) : base;
  }

  // What the next cost must be below.
  static double to_beat(const field_values& f) {
    const double best = f.seen.best, threshold = f[DLOPT_FIELD_THRESHOLD];
    if (std::isinf(best)) return best;
    if (f.is(DLOPT_FIELD_THRESHOLD_MODE, DLOPT_THRESHOLD_ABSOLUTE)) return best - threshold;
    if (f.is(DLOPT_FIELD_THRESHOLD_MODE, DLOPT_THRESHOLD_RELATIVE)) return best - threshold * std::fabs(best);
    return best * (f.is(DLOPT_FIELD_MODE, DLOPT_METRIC_MAX) ? 1 + threshold : 1 - threshold);
  }
};

} // namespace dlopt
