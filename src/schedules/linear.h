// A straight line (torch.optim.lr_scheduler.LinearLR): BASE times a factor that goes from START_FACTOR to END_FACTOR in TOTAL_STEPS and
// stays.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct linear_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      {DLOPT_FIELD_TOTAL_STEPS, DLOPT_KIND_INTEGER, "total_steps", 5, 1, kMostSteps, "length in steps"},
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 1.0 / 3, "factor at step 0"),
      factor_row(DLOPT_FIELD_END_FACTOR, "end_factor", 1, "factor at total_steps and after"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const double x = double(t) / f[DLOPT_FIELD_TOTAL_STEPS];
    return f[DLOPT_FIELD_BASE] * between(f[DLOPT_FIELD_START_FACTOR], f[DLOPT_FIELD_END_FACTOR], x);
  }
};

} // namespace dlopt
