// Drops by a factor: at regular steps (torch.optim.lr_scheduler.StepLR), at steps given one by one (MultiStepLR), and smoothly
// (ExponentialLR, optax.exponential_decay; e^{-lambda t}).
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

// BASE GAMMA^floor(t / STEP_SIZE)
struct step_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      steps_row(DLOPT_FIELD_STEP_SIZE, "step_size", 30, 1, "steps between two drops"),
      gamma_row(0.1, "factor of each drop"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    return f[DLOPT_FIELD_BASE] * repro::pow_int(f[DLOPT_FIELD_GAMMA], t / f.whole(DLOPT_FIELD_STEP_SIZE));
  }
};

// BASE GAMMA^n, n being the number of MILESTONES at or before t
struct multi_step_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      gamma_row(0.1, "factor of each drop"),
      milestones_row("the steps of the drops, not falling; a repeated one drops again"),
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const size_t n = milestones_passed(f.list(DLOPT_FIELD_MILESTONES), t);
    return f[DLOPT_FIELD_BASE] * repro::pow_int(f[DLOPT_FIELD_GAMMA], int64_t(n));
  }
};

// BASE GAMMA^x e^{-LAMBDA x} with x = (t - BEGIN) / STEP_SIZE, in whole steps with STAIRCASE; stops where it comes to FINAL. Each factor is
// neutral by default, and so is FINAL: 0 is never passed.
struct exponential_schedule {
  static constexpr hyper_row fields[] = {
      kBaseRow,
      gamma_row(1, "factor of each step_size"),
      {DLOPT_FIELD_LAMBDA, DLOPT_KIND_REAL, "lambda", 0, 0, kLargestAmount, "rate of e^{-lambda x}, per step_size"},
      steps_row(DLOPT_FIELD_STEP_SIZE, "step_size", 1, 1, "steps that one power takes"),
      {DLOPT_FIELD_STAIRCASE, DLOPT_KIND_FLAG, "staircase", 0, 0, 1, "changes only every step_size steps"},
      kBeginRow,
      {DLOPT_FIELD_FINAL, DLOPT_KIND_REAL, "final", 0, -kLargestAmount, kLargestAmount,
       "a value between base and the limit: it stops there"},
  };
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t t) {
    const double base = f[DLOPT_FIELD_BASE], final = f[DLOPT_FIELD_FINAL];
    const double v = base * factor(f, t <= f.whole(DLOPT_FIELD_BEGIN) ? 0 : t - f.whole(DLOPT_FIELD_BEGIN));
    const bool past = final < base ? v < final : v > final;
    return past && final != base ? final : v;
  }

private:
  // The whole part of x apart from the rest: a rounded x would be off by its own size times 2^-53.
  static double factor(const field_values& f, int64_t n) {
    const int64_t size = f.whole(DLOPT_FIELD_STEP_SIZE), whole = n / size;
    const double rest = f[DLOPT_FIELD_STAIRCASE] != 0 ? 0 : double(n % size) / double(size);
    const double gamma = f[DLOPT_FIELD_GAMMA], lambda = f[DLOPT_FIELD_LAMBDA];
    const double powers = repro::pow_int(gamma, whole) * (rest > 0 ? repro::pow(gamma, rest) : 1);
    return powers * repro::exp(-lambda * (double(whole) + rest));
  }
};

} // namespace dlopt
