// From BASE to FINAL by a power or a ratio of what is left: torch.optim.lr_scheduler.PolynomialLR, optax.polynomial_schedule (and with
// POWER 1 optax.linear_schedule); REX (Chen, Wolfe and Kyrillidis 2022).
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

// FINAL + (BASE - FINAL)(1 - x)^POWER with x = (t - BEGIN) / TOTAL_STEPS
struct polynomial_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      kFinalRow,
      steps_row(DLOPT_FIELD_TOTAL_STEPS, "total_steps", 5, 1, "length in steps, after begin"),
      power_row("exponent of what is left"),
      kBeginRow,
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const int64_t total = f.whole(DLOPT_FIELD_TOTAL_STEPS), begin = f.whole(DLOPT_FIELD_BEGIN);
    const double base = f[DLOPT_FIELD_BASE], final = f[DLOPT_FIELD_FINAL];
    if (t <= begin) return base;
    if (t - begin >= total) return final;
    return final + (base - final) * power(double(total - (t - begin)) / double(total), f[DLOPT_FIELD_POWER]);
  }
};

// FINAL + (BASE - FINAL)(1 - x) / (1 - x / 2) with x = t / TOTAL_STEPS
struct rex_schedule {
  static constexpr hyper_row fields[] = {kBaseRow, kFinalRow, kTotalRow};
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const double x = passed(t, f.whole(DLOPT_FIELD_TOTAL_STEPS)), final = f[DLOPT_FIELD_FINAL];
    return final + (f[DLOPT_FIELD_BASE] - final) * ((1 - x) / (1 - x / 2));
  }
};

} // namespace dlopt
