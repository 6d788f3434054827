// What a wrapper file is made of: a comment with the source, a table of fields, the name of the array that it keeps of each parameter
// (nullptr: none), a check of fields that belong together, and, where an array follows the parameter, the weight of an update.
#pragma once

#include "dlopt/wrapper.h"
#include "lanes/repro_math.h"
#include "rules/hyper_row.h"

namespace dlopt {

// Fields are kept in an array indexed by id.
inline constexpr int32_t kWrapFieldLimit = DLOPT_WRAP_ETA + 1;

struct wrap_values {
  double value[kWrapFieldLimit];
  double operator[](dlopt_wrapper_field id) const { return value[id]; }
  bool is(dlopt_wrapper_field id, int32_t choice) const { return value[id] == choice; }
  int64_t whole(dlopt_wrapper_field id) const { return int64_t(value[id]); }
};

inline constexpr double kMostWrappedSteps = 0x1p53; // whole numbers are exact up to here

// Rows of both averages.
inline constexpr hyper_row kStartRow = {
    DLOPT_WRAP_START, DLOPT_KIND_INTEGER, "start", 0, 0, kMostWrappedSteps, "steps of the optimizer before the average begins"};
inline constexpr hyper_row kEveryRow = {
    DLOPT_WRAP_EVERY, DLOPT_KIND_INTEGER, "every", 1, 1, kMostWrappedSteps, "steps from one update of the average to the next"};

} // namespace dlopt
