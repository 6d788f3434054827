// The learning rates of an LR range test (Smith 2017, section 3.3): from BASE to END_FACTOR BASE in TOTAL_STEPS, in a line (DeepSpeed's
// LRRangeTest) or by equal factors (fastai's lr_find), every STEP_SIZE steps. learning_rate.h reads the result.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct range_test_schedule {
  static constexpr hyper_row fields[] = {
      {DLOPT_FIELD_BASE, DLOPT_KIND_REAL, "base", 1, -kLargestAmount, kLargestAmount, "the value at step 0"},
      factor_row(DLOPT_FIELD_END_FACTOR, "end_factor", 1e8, "at total_steps and after it is this times base"),
      steps_row(DLOPT_FIELD_TOTAL_STEPS, "total_steps", 100, 1, "length in steps"),
      steps_row(DLOPT_FIELD_STEP_SIZE, "step_size", 1, 1, "changes only every so many steps"),
      {DLOPT_FIELD_GROWTH, DLOPT_KIND_CHOICE, "growth", DLOPT_GROWTH_EXPONENTIAL, 0, 1, "by equal factors, or by equal amounts",
       "exponential linear"},
  };
  static const char* conflict(const field_values& f) {
    const bool stuck = f.is(DLOPT_FIELD_GROWTH, DLOPT_GROWTH_EXPONENTIAL) && f[DLOPT_FIELD_END_FACTOR] == 0;
    return stuck ? "exponential growth needs an end_factor above 0" : nullptr;
  }
  static double value(const field_values& f, int64_t t) {
    const int64_t size = f.whole(DLOPT_FIELD_STEP_SIZE);
    const double x = passed(t - t % size, f.whole(DLOPT_FIELD_TOTAL_STEPS)), end = f[DLOPT_FIELD_END_FACTOR];
    const bool straight = f.is(DLOPT_FIELD_GROWTH, DLOPT_GROWTH_LINEAR);
    return f[DLOPT_FIELD_BASE] * (straight ? between(1, end, x) : power(end, x));
  }
};

} // namespace dlopt
