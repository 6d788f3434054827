// A range of a parameter brought back within its limits.
#pragma once

#include "drivers/parameters.h"

#include <cmath>

namespace dlopt {

struct projection {
  double lower = -INFINITY, upper = INFINITY;
  int32_t unit = 0; // runs of so many elements get norm 1; 0: none
  bool moves() const noexcept { return unit || lower > -INFINITY || upper < INFINITY; }
};

// The range begins and ends between runs.
void project_range(const kernels& k, const projection& onto, const parameter_storage& storage, void* param, int64_t first,
                   int64_t n) noexcept;

} // namespace dlopt
