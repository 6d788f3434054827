// Up and down between two values, again and again (Smith 2017, "Cyclical learning rates"): torch.optim.lr_scheduler.CyclicLR. Its momentum
// is the same from max_momentum as BASE to base_momentum as PEAK.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct cyclic_schedule {
  static constexpr hyper_row fields[] = {
      {DLOPT_FIELD_BASE, DLOPT_KIND_REAL, "base", 1, -kLargestAmount, kLargestAmount, "the value at the start of each cycle"},
      {DLOPT_FIELD_PEAK, DLOPT_KIND_REAL, "peak", 4, -kLargestAmount, kLargestAmount, "the value at the top of the first cycle"},
      steps_row(DLOPT_FIELD_STEP_SIZE, "step_size", 2000, 1, "steps from base to peak"),
      steps_row(DLOPT_FIELD_STEP_SIZE_DOWN, "step_size_down", 0, 0, "steps from peak to base; 0: as many"),
      {DLOPT_FIELD_CYCLE_MODE, DLOPT_KIND_CHOICE, "cycle_mode", DLOPT_CYCLE_TRIANGULAR, 0, 2,
       "how the height changes: see dlopt_cycle_mode", "triangular triangular2 exp_range"},
      gamma_row(1, "factor of the height per step; exp_range only"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const int64_t up = f.whole(DLOPT_FIELD_STEP_SIZE), given = f.whole(DLOPT_FIELD_STEP_SIZE_DOWN), down = given ? given : up;
    const int64_t at = t % (up + down);
    const double climbed = at <= up ? double(at) / double(up) : double(up + down - at) / double(down);
    const double base = f[DLOPT_FIELD_BASE];
    return base + (f[DLOPT_FIELD_PEAK] - base) * climbed * height(f, t, t / (up + down));
  }

private:
  static double height(const field_values& f, int64_t t, int64_t cycle) {
    if (f.is(DLOPT_FIELD_CYCLE_MODE, DLOPT_CYCLE_TRIANGULAR2)) return repro::pow_int(0.5, cycle);
    return f.is(DLOPT_FIELD_CYCLE_MODE, DLOPT_CYCLE_EXP_RANGE) ? repro::pow_int(f[DLOPT_FIELD_GAMMA], t) : 1;
  }
};

} // namespace dlopt
