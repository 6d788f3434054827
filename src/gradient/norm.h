// The norm of many gradients together.
#pragma once

#include "core/plan.h"
#include "dlopt/tensor.h"
#include "drivers/measure.h"

namespace dlopt {

struct norm_result {
  double norm;
  int64_t nonfinite; // elements that are NaN or infinite
};

// A p-norm on its way (p > 0, or infinity): usually one pass over all elements, up to three where a sum of powers may have lost something.
struct norm_search {
  const gradient_view* views; // n_views; one without data is left out
  const int64_t* numels;      // the elements of each
  size_t n_views;
  double p;
  quantity what;      // is measured in the pass to come
  double unit;        // and what elements are multiplied by
  bool scaled;        // to what suits the largest: the last pass
  norm_result result; // after the last
};

norm_search search_norm(const gradient_view* views, const int64_t* numels, size_t n_views, double p) noexcept;
// What a range of a view, within one chunk, adds to the pass.
inline double measure_part(const kernels& k, const norm_search& s, size_t view, int64_t first, int64_t n) noexcept {
  return s.views[view].data ? measure_range(k, s.what, s.p, s.unit, s.views[view], first, n) : 0;
}
// Takes the parts of all chunks, in order; true: another pass is needed.
bool search_on(norm_search& s, const double* parts) noexcept;

// The whole search, on a plan of these sizes; false when the runtime's parallel_for did not run every task.
[[nodiscard]] bool gradient_norm(dlopt_runtime& runtime, const kernels& k, plan& cut, const gradient_view* views, const int64_t* numels,
                                 size_t n_views, double p, norm_result& result) noexcept;

} // namespace dlopt
