// Drops by a factor: in steps (torch.optim.lr_scheduler.StepLR) and smoothly (ExponentialLR; e^{-lambda t} as in Robbins-Monro schedules).
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

// BASE GAMMA^floor(t / STEP_SIZE)
struct step_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      {DLOPT_FIELD_STEP_SIZE, DLOPT_KIND_INTEGER, "step_size", 30, 1, kMostSteps, "steps between two drops"},
      {DLOPT_FIELD_GAMMA, DLOPT_KIND_REAL, "gamma", 0.1, 0, 1, "factor of each drop"},
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    return f[DLOPT_FIELD_BASE] * repro::pow_int(f[DLOPT_FIELD_GAMMA], t / int64_t(f[DLOPT_FIELD_STEP_SIZE]));
  }
};

// BASE GAMMA^t e^{-LAMBDA t}; each factor is neutral by default.
struct exponential_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      {DLOPT_FIELD_GAMMA, DLOPT_KIND_REAL, "gamma", 1, 0, 1, "factor of each step"},
      {DLOPT_FIELD_LAMBDA, DLOPT_KIND_REAL, "lambda", 0, 0, kLargestAmount, "rate of e^{-lambda t}, per step"},
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    return f[DLOPT_FIELD_BASE] * repro::pow_int(f[DLOPT_FIELD_GAMMA], t) * repro::exp(-f[DLOPT_FIELD_LAMBDA] * double(t));
  }
};

} // namespace dlopt
