// A warm-up to BASE, which then stays: a factor for a product, or the first of a sequence. Linear is PyTorch's LinearLR from START_FACTOR
// and the (t + 1) / T of many training loops with linear_from_one; constant is PyTorch's ConstantLR; log is DeepSpeed's WarmupLR.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct warmup_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      steps_row(DLOPT_FIELD_WARMUP_STEPS, "warmup_steps", 100, 0, "length in steps"),
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 0, "it starts at this times base"),
      {DLOPT_FIELD_WARMUP_KIND, DLOPT_KIND_CHOICE, "warmup_kind", DLOPT_WARMUP_LINEAR, 0, 5, "how it rises: see dlopt_warmup_kind",
       "none linear linear_from_one log constant exponential"},
  };
  static const char* conflict(const field_values& f) {
    const bool stuck = f.is(DLOPT_FIELD_WARMUP_KIND, DLOPT_WARMUP_EXPONENTIAL) && f[DLOPT_FIELD_START_FACTOR] == 0;
    return stuck ? "an exponential warm-up needs a start_factor above 0" : nullptr;
  }
  static double value(const field_values& f, int64_t t) {
    const int64_t steps = f.whole(DLOPT_FIELD_WARMUP_STEPS);
    return f[DLOPT_FIELD_BASE] * (t < steps ? factor(f, t, steps) : 1);
  }

private:
  static double factor(const field_values& f, int64_t t, int64_t steps) {
    const double start = f[DLOPT_FIELD_START_FACTOR];
    switch (int32_t(f[DLOPT_FIELD_WARMUP_KIND])) {
    case DLOPT_WARMUP_LINEAR: return between(start, 1, double(t) / double(steps));
    case DLOPT_WARMUP_LINEAR_FROM_ONE: return between(start, 1, double(t + 1) / double(steps));
    case DLOPT_WARMUP_LOG: return steps == 1 ? 1 : between(start, 1, repro::log(double(t + 1)) / repro::log(double(steps)));
    case DLOPT_WARMUP_CONSTANT: return start;
    case DLOPT_WARMUP_EXPONENTIAL: return repro::pow(start, double(steps - t) / double(steps));
    default: return 1;
    }
  }
};

} // namespace dlopt
