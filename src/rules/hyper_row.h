// One row of a table of values that a caller can set: a hyper-parameter of a rule, or a field of a schedule.
#pragma once

#include <cstdint>

namespace dlopt {

inline constexpr double kLargestAmount = 1e30; // of rates and decays: finite in every arithmetic type
inline constexpr double kNoLimit = __builtin_inf();
inline constexpr double kBelowOne = 0x1.fffffffffffffp-1; // the largest double below 1

struct hyper_row {
  int32_t id;
  int32_t kind;
  const char* name;
  double default_value;
  double lower;
  double upper;
  const char* doc;
  const char* choices = "";
};

} // namespace dlopt
