// Warm-up, a stable stretch, and a decay in the last DECAY_STEPS (Hu et al. 2024, "MiniCPM"; the shapes of the decay after Haegele et al.
// 2024 and Megatron-LM). Each shape ends at FINAL and starts at BASE.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct wsd_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      kFinalRow,
      kTotalRow,
      steps_row(DLOPT_FIELD_WARMUP_STEPS, "warmup_steps", 100, 0, "length of the warm-up"),
      steps_row(DLOPT_FIELD_DECAY_STEPS, "decay_steps", 200, 0, "length of the decay; with warmup_steps at most total_steps"),
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 0, "the warm-up starts at this times base"),
      {DLOPT_FIELD_ANNEAL, DLOPT_KIND_CHOICE, "anneal", DLOPT_ANNEAL_COSINE, 0, 3, "how it decays: see dlopt_anneal",
       "cosine linear minus_sqrt exponential"},
  };
  static const char* conflict(const field_values& f) {
    const bool fits = f[DLOPT_FIELD_WARMUP_STEPS] + f[DLOPT_FIELD_DECAY_STEPS] <= f[DLOPT_FIELD_TOTAL_STEPS];
    return fits ? nullptr : "warmup_steps and decay_steps together must be at most total_steps";
  }
  static double value(const field_values& f, int64_t t) {
    const int64_t warmup = f.whole(DLOPT_FIELD_WARMUP_STEPS), total = f.whole(DLOPT_FIELD_TOTAL_STEPS);
    const int64_t decay = f.whole(DLOPT_FIELD_DECAY_STEPS), stable = total - decay;
    const double base = f[DLOPT_FIELD_BASE], final = f[DLOPT_FIELD_FINAL];
    if (t < warmup) return between(base * f[DLOPT_FIELD_START_FACTOR], base, double(t) / double(warmup));
    if (t < stable) return base;
    return t < total ? final + (base - final) * left(f, double(t - stable) / double(decay)) : final;
  }

private:
  // From 1 at 0 to 0 at 1.
  static double left(const field_values& f, double x) {
    switch (int32_t(f[DLOPT_FIELD_ANNEAL])) {
    case DLOPT_ANNEAL_COSINE: return half_wave(x);
    case DLOPT_ANNEAL_LINEAR: return 1 - x;
    case DLOPT_ANNEAL_MINUS_SQRT: return 1 - std::sqrt(x);
    default: return 2 * repro::pow(0.5, x) - 1;
    }
  }
};

} // namespace dlopt
