// What a schedule file is made of: a comment with the source, a table of fields, a check of fields that belong together, and the value at a
// step.
#pragma once

#include "dlopt/schedule.h"
#include "lanes/repro_math.h"
#include "rules/hyper_row.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace dlopt {

// Fields are kept in an array indexed by id; lists stand between the first and the last list.
inline constexpr int32_t kFieldLimit = 39;
inline constexpr int32_t kFirstList = DLOPT_FIELD_MILESTONES, kLists = 2;
inline constexpr bool is_list(dlopt_schedule_field id) { return id >= kFirstList && id < kFirstList + kLists; }

struct number_list {
  double* values;
  size_t count;
};

// What the one schedule with memory has seen.
struct plateau_memory {
  double best = std::numeric_limits<double>::infinity(); // of the metric, or of its negative where more is better
  int64_t bad = 0;                                       // reports in a row that were no better
  int64_t cooling = 0;                                   // reports for which bad ones do not count
  int64_t reductions = 0;
};

struct field_values {
  double value[kFieldLimit];
  number_list lists[kLists];
  plateau_memory seen;
  double operator[](dlopt_schedule_field id) const { return value[id]; }
  bool is(dlopt_schedule_field id, int32_t choice) const { return value[id] == choice; }
  int64_t whole(dlopt_schedule_field id) const { return int64_t(value[id]); }
  const number_list& list(dlopt_schedule_field id) const { return lists[id - kFirstList]; }
};

inline constexpr double kMostSteps = 0x1p53; // whole numbers are exact up to here

// Rows that several schedules share.
inline constexpr hyper_row kBaseRow = {
    DLOPT_FIELD_BASE, DLOPT_KIND_REAL, "base", 1, -kLargestAmount, kLargestAmount, "the value that the shape is applied to"};
inline constexpr hyper_row kFinalRow = {DLOPT_FIELD_FINAL, DLOPT_KIND_REAL,       "final", 0, -kLargestAmount,
                                        kLargestAmount,    "the value at the end"};
inline constexpr hyper_row kTotalRow = {DLOPT_FIELD_TOTAL_STEPS, DLOPT_KIND_INTEGER, "total_steps", 1000, 1, kMostSteps, "length in steps"};
inline constexpr hyper_row kBeginRow = {DLOPT_FIELD_BEGIN, DLOPT_KIND_INTEGER, "begin", 0, 0, kMostSteps, "steps at base before it starts"};

constexpr hyper_row factor_row(dlopt_schedule_field id, const char* name, double default_value, const char* doc) {
  return {id, DLOPT_KIND_REAL, name, default_value, 0, kLargestAmount, doc};
}
constexpr hyper_row gamma_row(double default_value, const char* doc) { return factor_row(DLOPT_FIELD_GAMMA, "gamma", default_value, doc); }
constexpr hyper_row power_row(const char* doc) { return factor_row(DLOPT_FIELD_POWER, "power", 1, doc); }
constexpr hyper_row steps_row(dlopt_schedule_field id, const char* name, double default_value, double least, const char* doc) {
  return {id, DLOPT_KIND_INTEGER, name, default_value, least, kMostSteps, doc};
}
constexpr hyper_row milestones_row(const char* doc) {
  return {DLOPT_FIELD_MILESTONES, DLOPT_KIND_LIST, "milestones", 0, 0, kMostSteps, doc};
}
constexpr hyper_row values_row(const char* doc) {
  return {DLOPT_FIELD_VALUES, DLOPT_KIND_LIST, "values", 0, -kLargestAmount, kLargestAmount, doc};
}

// How much of `length` has passed at t: from 0 to 1.
inline double passed(int64_t t, int64_t length) { return t < length ? double(t) / double(length) : 1; }

// From a at 0 to b at 1; exactly b at 1 and beyond.
inline double between(double a, double b, double x) { return x >= 1 ? b : a + (b - a) * x; }

// Half a cosine wave: 1 at 0, 0 at 1.
inline double half_wave(double x) { return (1 + repro::cospi(x)) / 2; }

// Half a cosine wave from `base` at 0 to `final` at 1.
inline double half_cosine(double base, double final, double x) { return final + (base - final) * half_wave(x); }

inline double power(double x, double exponent) { return exponent == 1 ? x : repro::pow(x, exponent); }

// How many milestones lie at or before t; a repeated one counts again.
inline size_t milestones_passed(const number_list& milestones, int64_t t) {
  return size_t(std::upper_bound(milestones.values, milestones.values + milestones.count, double(t)) - milestones.values);
}

} // namespace dlopt
