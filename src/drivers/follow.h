// What comes after a parameter's update, over a range of its elements: arrays that follow the parameter, one after the other.
#pragma once

#include "drivers/parameters.h"

namespace dlopt {

// The most that may follow one parameter.
inline constexpr int32_t kMostFollowers = 8;

struct follower {
  void* array; // of the arithmetic type, at any address
  element_spacing spacing;
  double weight; // it moves this part of the way to the parameter; 1: it becomes a copy, whatever it held
  bool leads;    // then the parameter takes its values
};

struct followed {
  void* param;
  parameter_storage storage;
  dlopt_dtype dtype; // of arrays: the arithmetic type
  int32_t count;
  follower each[kMostFollowers];
};

void follow_range(const kernels& k, const followed& f, int64_t first, int64_t n) noexcept;

} // namespace dlopt
