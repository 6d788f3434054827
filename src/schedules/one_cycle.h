// Up to a peak and down again, once (Smith and Topin 2018, "Super-convergence"): torch.optim.lr_scheduler.OneCycleLR,
// optax.linear_onecycle_schedule (three phases) and optax.cosine_onecycle_schedule (two). div_factor is 1 / START_FACTOR and
// div_factor final_div_factor is 1 / END_FACTOR; for the momentum, which runs the other way, both are above 1. Departs from PyTorch: past
// its end it holds its last value, where PyTorch raises an error.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct one_cycle_schedule {
  static constexpr hyper_row fields[] = {
      {DLOPT_FIELD_BASE, DLOPT_KIND_REAL, "base", 1, -kLargestAmount, kLargestAmount, "the value at the peak"},
      kTotalRow,
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 1.0 / 25, "it starts at this times base"),
      factor_row(DLOPT_FIELD_END_FACTOR, "end_factor", 1.0 / 250000, "it ends at this times base"),
      {DLOPT_FIELD_PCT_START, DLOPT_KIND_REAL, "pct_start", 0.3, 0, 1, "the part of total_steps before the peak"},
      {DLOPT_FIELD_PCT_FINAL, DLOPT_KIND_REAL, "pct_final", 0.85, 0, 1, "the part before the third phase; optax's convention only"},
      {DLOPT_FIELD_THREE_PHASE, DLOPT_KIND_FLAG, "three_phase", 0, 0, 1, "down to the start first, then to the end"},
      {DLOPT_FIELD_ANNEAL, DLOPT_KIND_CHOICE, "anneal", DLOPT_ANNEAL_COSINE, 0, 1, "how it goes from one value to the next",
       "cosine linear"},
      {DLOPT_FIELD_CONVENTION, DLOPT_KIND_CHOICE, "convention", DLOPT_ONE_CYCLE_TORCH, 0, 1, "whose phases: see dlopt_one_cycle_convention",
       "torch optax"},
  };
  static const char* conflict(const field_values& f) {
    if (f[DLOPT_FIELD_THREE_PHASE] == 0) return nullptr;
    if (f.is(DLOPT_FIELD_CONVENTION, DLOPT_ONE_CYCLE_TORCH))
      return f[DLOPT_FIELD_PCT_START] <= 0.5 ? nullptr : "pct_start must be at most 0.5 with three phases of equal sides";
    return f[DLOPT_FIELD_PCT_START] <= f[DLOPT_FIELD_PCT_FINAL] ? nullptr : "pct_start must be at most pct_final";
  }
  static double value(const field_values& f, int64_t t) {
    const bool three = f[DLOPT_FIELD_THREE_PHASE] != 0;
    const double peak = f[DLOPT_FIELD_BASE], start = peak * f[DLOPT_FIELD_START_FACTOR], end = peak * f[DLOPT_FIELD_END_FACTOR];
    const phases p = phases_of(f);
    const double now = double(t);
    if (now <= p.peak) return anneal(f, start, peak, now, 0, p.peak);
    if (!three) return anneal(f, peak, end, now, p.peak, p.end);
    if (now <= p.third) return anneal(f, peak, start, now, p.peak, p.third);
    return anneal(f, start, end, now, p.third, p.end);
  }

private:
  // The steps at which phases meet; PyTorch's need not be whole.
  struct phases {
    double peak, third, end;
  };
  static phases phases_of(const field_values& f) {
    const double total = f[DLOPT_FIELD_TOTAL_STEPS], pct = f[DLOPT_FIELD_PCT_START];
    if (f.is(DLOPT_FIELD_CONVENTION, DLOPT_ONE_CYCLE_TORCH)) return {pct * total - 1, 2 * pct * total - 2, total - 1};
    return {std::floor(pct * total), std::floor(f[DLOPT_FIELD_PCT_FINAL] * total), total};
  }
  static double anneal(const field_values& f, double from, double to, double now, double first, double last) {
    if (now >= last) return to;
    const double x = (now - first) / (last - first);
    return f.is(DLOPT_FIELD_ANNEAL, DLOPT_ANNEAL_COSINE) ? half_cosine(from, to, x) : between(from, to, x);
  }
};

} // namespace dlopt
