// What a schedule file is made of: a comment with the source, a table of fields, a check of fields that belong together, and the value at a
// step.
#pragma once

#include "dlopt/schedule.h"
#include "lanes/repro_math.h"
#include "rules/hyper_row.h"

namespace dlopt {

// Fields are kept in an array indexed by id.
inline constexpr int32_t kFieldLimit = 11;

struct field_values {
  double value[kFieldLimit];
  double operator[](dlopt_schedule_field id) const { return value[id]; }
  bool is(dlopt_schedule_field id, int32_t choice) const { return value[id] == choice; }
};

inline constexpr double kMostSteps = 0x1p53; // whole numbers are exact up to here

// Rows that several schedules share.
inline constexpr hyper_row kBaseRow = {
    DLOPT_FIELD_BASE, DLOPT_KIND_REAL, "base", 1, -kLargestAmount, kLargestAmount, "the value that the shape is applied to"};
inline constexpr hyper_row kFinalRow = {DLOPT_FIELD_FINAL, DLOPT_KIND_REAL,       "final", 0, -kLargestAmount,
                                        kLargestAmount,    "the value at the end"};
inline constexpr hyper_row kTotalRow = {DLOPT_FIELD_TOTAL_STEPS, DLOPT_KIND_INTEGER, "total_steps", 1000, 1, kMostSteps, "length in steps"};

constexpr hyper_row factor_row(dlopt_schedule_field id, const char* name, double default_value, const char* doc) {
  return {id, DLOPT_KIND_REAL, name, default_value, 0, kLargestAmount, doc};
}

// From a at 0 to b at 1; exactly b at 1 and beyond.
inline double between(double a, double b, double x) { return x >= 1 ? b : a + (b - a) * x; }

// Half a cosine wave from `base` at 0 to `final` at 1.
inline double half_cosine(double base, double final, double x) { return final + (base - final) * ((1 + repro::cospi(x)) / 2); }

} // namespace dlopt
