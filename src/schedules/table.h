// Values that the caller lists: one for each stretch between MILESTONES (optax.piecewise_constant_schedule and
// piecewise_interpolate_schedule, whose scales are the ratios of neighbouring VALUES), or one for each step. No VALUES at all stand for a
// single 1.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

// BASE VALUES[i] from the i-th milestone on (VALUES[0] from step 0), or between the neighbouring two.
struct piecewise_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      milestones_row("the steps from which the next value holds, not falling"),
      values_row("factors of base, one more than milestones"),
      {DLOPT_FIELD_INTERPOLATION, DLOPT_KIND_CHOICE, "interpolation", DLOPT_INTERPOLATION_NONE, 0, 2,
       "between milestones: hold, or go to the next value", "none linear cosine"},
  };
  static const char* conflict(const field_values& f) {
    const size_t values = f.list(DLOPT_FIELD_VALUES).count, milestones = f.list(DLOPT_FIELD_MILESTONES).count;
    return values == milestones + 1 || values + milestones == 0 ? nullptr : "values must be one more than milestones";
  }
  static double value(const field_values& f, int64_t t) {
    const number_list &values = f.list(DLOPT_FIELD_VALUES), &milestones = f.list(DLOPT_FIELD_MILESTONES);
    if (!values.count) return f[DLOPT_FIELD_BASE];
    const size_t i = milestones_passed(milestones, t);
    const double here = values.values[i];
    if (i == milestones.count || f.is(DLOPT_FIELD_INTERPOLATION, DLOPT_INTERPOLATION_NONE)) return f[DLOPT_FIELD_BASE] * here;
    const double next = values.values[i + 1], first = i ? milestones.values[i - 1] : 0;
    const double x = (double(t) - first) / (milestones.values[i] - first);
    const bool straight = f.is(DLOPT_FIELD_INTERPOLATION, DLOPT_INTERPOLATION_LINEAR);
    return f[DLOPT_FIELD_BASE] * (straight ? between(here, next, x) : half_cosine(here, next, x));
  }
};

// BASE VALUES[t]; past the last value that one, or the first again.
struct table_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      values_row("factors of base, one for each step"),
      {DLOPT_FIELD_AFTER_END, DLOPT_KIND_CHOICE, "after_end", DLOPT_AFTER_END_HOLD, 0, 1, "past the last value: stay, or start again",
       "hold repeat"},
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const number_list& values = f.list(DLOPT_FIELD_VALUES);
    if (!values.count) return f[DLOPT_FIELD_BASE];
    const int64_t n = int64_t(values.count);
    const int64_t i = f.is(DLOPT_FIELD_AFTER_END, DLOPT_AFTER_END_HOLD) ? std::min(t, n - 1) : t % n;
    return f[DLOPT_FIELD_BASE] * values.values[i];
  }
};

} // namespace dlopt
