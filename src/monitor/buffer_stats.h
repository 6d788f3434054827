// One buffer measured: its norm, and the kinds of its numbers.
#pragma once

#include "core/last_error.h"
#include "core/plan.h"
#include "drivers/census.h"
#include "gradient/norm.h"

namespace dlopt {

struct buffer_stats {
  int64_t measured; // elements
  norm_result found;
  census kinds; // only where they are asked for
};

// Of `count` elements, on a plan that has room for them. An error where parallel_for did not run every task.
dlopt_status measure_buffer(dlopt_runtime& runtime, plan& cut, const census_view& view, int64_t count, int64_t sample, bool with_kinds,
                            buffer_stats& stats) noexcept;

// What two buffers come to together. Norms are 2-norms; NaN in one is NaN in both.
double joined_norm(double a, double b) noexcept;
void join(buffer_stats& sum, const buffer_stats& more) noexcept;

} // namespace dlopt
