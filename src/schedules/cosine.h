// Half a cosine wave (Loshchilov and Hutter 2017, "SGDR", eq. 5, one cycle), alone or after a linear warm-up (Goyal et al. 2017,
// section 2.2). torch.optim.lr_scheduler.CosineAnnealingLR in closed form with AFTER_END repeat; optax.cosine_decay_schedule and
// optax.warmup_cosine_decay_schedule with hold.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

inline constexpr hyper_row kAfterEndRow = {
    DLOPT_FIELD_AFTER_END, DLOPT_KIND_CHOICE, "after_end", DLOPT_AFTER_END_HOLD, 0, 1, "past the end: stay, or climb and fall again",
    "hold repeat"};

inline double cosine_at(const field_values& f, int64_t t, int64_t total) {
  const bool over = t >= total && f.is(DLOPT_FIELD_AFTER_END, DLOPT_AFTER_END_HOLD);
  if (over) return f[DLOPT_FIELD_FINAL];
  return half_cosine(f[DLOPT_FIELD_BASE], f[DLOPT_FIELD_FINAL], double(t % (2 * total)) / double(total));
}

struct cosine_schedule {
  static constexpr hyper_row fields[] = {kBaseRow, kFinalRow, kTotalRow, kAfterEndRow};
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) { return cosine_at(f, t, int64_t(f[DLOPT_FIELD_TOTAL_STEPS])); }
};

// TOTAL_STEPS holds the warm-up.
struct warmup_cosine_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      kFinalRow,
      kTotalRow,
      {DLOPT_FIELD_WARMUP_STEPS, DLOPT_KIND_INTEGER, "warmup_steps", 100, 0, kMostSteps, "length of the warm-up; less than total_steps"},
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 0, "the warm-up starts at this times base"),
      kAfterEndRow,
  };
  static const char* conflict(const field_values& f) {
    return f[DLOPT_FIELD_WARMUP_STEPS] < f[DLOPT_FIELD_TOTAL_STEPS] ? nullptr : "warmup_steps must be less than total_steps";
  }
  static double value(const field_values& f, int64_t t) {
    const int64_t warmup = int64_t(f[DLOPT_FIELD_WARMUP_STEPS]), total = int64_t(f[DLOPT_FIELD_TOTAL_STEPS]);
    const double base = f[DLOPT_FIELD_BASE];
    if (t < warmup) return between(base * f[DLOPT_FIELD_START_FACTOR], base, double(t) / double(warmup));
    return cosine_at(f, t - warmup, total - warmup);
  }
};

} // namespace dlopt
