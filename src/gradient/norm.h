// The norm of many gradients together.
#pragma once

#include "core/plan.h"
#include "dlopt/tensor.h"
#include "gradient/measure.h"

namespace dlopt {

struct norm_result {
  double norm;
  int64_t nonfinite; // elements that are NaN or infinite
};

// The p-norm (p > 0, or infinity) of the elements of all views; view i has numels[i] elements, and `cut` is a plan of those sizes.
// false when the runtime's parallel_for did not run every task.
[[nodiscard]] bool gradient_norm(dlopt_runtime& runtime, const kernels& k, plan& cut, const gradient_view* views, const int64_t* numels,
                                 size_t n_views, double p, norm_result& result) noexcept;

} // namespace dlopt
