// Half a cosine wave (Loshchilov and Hutter 2017, "SGDR", eq. 5), alone, after a linear warm-up (Goyal et al. 2017, section 2.2), or again
// and again. torch.optim.lr_scheduler.CosineAnnealingLR in closed form with AFTER_END repeat, CosineAnnealingWarmRestarts;
// optax.cosine_decay_schedule and optax.warmup_cosine_decay_schedule with hold, POWER being their exponent.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

inline constexpr hyper_row kAfterEndRow = {
    DLOPT_FIELD_AFTER_END, DLOPT_KIND_CHOICE, "after_end", DLOPT_AFTER_END_HOLD, 0, 1, "past the end: stay, or climb and fall again",
    "hold repeat"};
inline constexpr hyper_row kWavePowerRow = power_row("exponent of the wave (1 + cos) / 2");

inline double cosine_at(const field_values& f, int64_t t, int64_t total) {
  const bool over = t >= total && f.is(DLOPT_FIELD_AFTER_END, DLOPT_AFTER_END_HOLD);
  const double base = f[DLOPT_FIELD_BASE], final = f[DLOPT_FIELD_FINAL];
  if (over) return final;
  const double wave = half_wave(double(t % (2 * total)) / double(total));
  return final + (base - final) * power(wave, f[DLOPT_FIELD_POWER]);
}

struct cosine_schedule {
  static constexpr hyper_row fields[] = {kBaseRow, kFinalRow, kTotalRow, kWavePowerRow, kAfterEndRow};
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) { return cosine_at(f, t, f.whole(DLOPT_FIELD_TOTAL_STEPS)); }
};

// TOTAL_STEPS holds the warm-up.
struct warmup_cosine_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      kFinalRow,
      kTotalRow,
      steps_row(DLOPT_FIELD_WARMUP_STEPS, "warmup_steps", 100, 0, "length of the warm-up; less than total_steps"),
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 0, "the warm-up starts at this times base"),
      kWavePowerRow,
      kAfterEndRow,
  };
  static const char* conflict(const field_values& f) {
    return f[DLOPT_FIELD_WARMUP_STEPS] < f[DLOPT_FIELD_TOTAL_STEPS] ? nullptr : "warmup_steps must be less than total_steps";
  }
  static double value(const field_values& f, int64_t t) {
    const int64_t warmup = f.whole(DLOPT_FIELD_WARMUP_STEPS), total = f.whole(DLOPT_FIELD_TOTAL_STEPS);
    const double base = f[DLOPT_FIELD_BASE];
    if (t < warmup) return between(base * f[DLOPT_FIELD_START_FACTOR], base, double(t) / double(warmup));
    return cosine_at(f, t - warmup, total - warmup);
  }
};

// Cycle i = 0, 1, ... lasts CYCLE_STEPS T_MULT^i steps and starts at BASE CYCLE_DECAY^i.
struct cosine_restarts_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      kFinalRow,
      steps_row(DLOPT_FIELD_CYCLE_STEPS, "cycle_steps", 1000, 1, "length of the first cycle"),
      {DLOPT_FIELD_T_MULT, DLOPT_KIND_INTEGER, "t_mult", 1, 1, 1e6, "each cycle is so many times longer than the one before"},
      factor_row(DLOPT_FIELD_CYCLE_DECAY, "cycle_decay", 1, "each cycle starts at this times where the one before did"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const int64_t first = f.whole(DLOPT_FIELD_CYCLE_STEPS);
    const double mult = f[DLOPT_FIELD_T_MULT];
    double length = double(first);
    int64_t cycle = 0;
    if (mult == 1) {
      cycle = t / first;
      t %= first;
    }
    for (; double(t) >= length; ++cycle) { // at most 63 times: each cycle is at least twice as long
      t -= int64_t(length);
      length *= mult;
    }
    const double base = f[DLOPT_FIELD_BASE] * repro::pow_int(f[DLOPT_FIELD_CYCLE_DECAY], cycle);
    return half_cosine(base, f[DLOPT_FIELD_FINAL], double(t) / length);
  }
};

} // namespace dlopt
