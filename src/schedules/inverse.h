// Falls with a power of the step: after a warm-up with its root (Vaswani et al. 2017, eq. 3, and the form without a model size that
// followed it), and 1/t (Robbins and Monro 1951).
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

// Linear from START_FACTOR BASE to BASE in WARMUP_STEPS, then BASE sqrt(WARMUP_STEPS / t)
struct inverse_sqrt_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      steps_row(DLOPT_FIELD_WARMUP_STEPS, "warmup_steps", 4000, 1, "length of the warm-up, and the step whose value is base"),
      factor_row(DLOPT_FIELD_START_FACTOR, "start_factor", 0, "the warm-up starts at this times base"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const double base = f[DLOPT_FIELD_BASE], warmup = f[DLOPT_FIELD_WARMUP_STEPS], now = double(t);
    if (now < warmup) return between(base * f[DLOPT_FIELD_START_FACTOR], base, now / warmup);
    return base * std::sqrt(warmup / now);
  }
};

// BASE MODEL_SIZE^-1/2 min(u^-1/2, u WARMUP_STEPS^-3/2) with u = t + 1: the paper counts steps from 1.
struct noam_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      steps_row(DLOPT_FIELD_WARMUP_STEPS, "warmup_steps", 4000, 1, "steps that it rises"),
      steps_row(DLOPT_FIELD_MODEL_SIZE, "model_size", 512, 1, "width of the model"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const double warmup = f[DLOPT_FIELD_WARMUP_STEPS], now = double(t) + 1;
    const double shape = now < warmup ? now / (warmup * std::sqrt(warmup)) : 1 / std::sqrt(now);
    return f[DLOPT_FIELD_BASE] / std::sqrt(f[DLOPT_FIELD_MODEL_SIZE]) * shape;
  }
};

// BASE / (1 + LAMBDA t)^POWER: 1/t by default; torch.optim.Adagrad's lr_decay is LAMBDA, torch.optim.ASGD's rate has LAMBDA = lambd lr and
// POWER = alpha.
struct inverse_time_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      {DLOPT_FIELD_LAMBDA, DLOPT_KIND_REAL, "lambda", 1, 0, kLargestAmount, "how fast it falls, per step"},
      power_row("exponent; the sum of the values diverges up to 1, that of their squares converges above 1/2"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    return f[DLOPT_FIELD_BASE] / power(1 + f[DLOPT_FIELD_LAMBDA] * double(t), f[DLOPT_FIELD_POWER]);
  }
};

} // namespace dlopt
