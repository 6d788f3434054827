#include "gradient/norm.h"

#include "lanes/number.h"

#include <cmath>

namespace dlopt {

namespace {

struct norm_job {
  const kernels& k;
  plan& cut;
  const gradient_view* views;
  const int64_t* numels;
  size_t n_views;
  quantity what;
  double p;
  double unit;
};

void measure_task(void* context, size_t task) {
  const auto& job = *static_cast<const norm_job*>(context);
  job.cut.for_each_chunk(task, job.numels, [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const gradient_view& view = job.views[i];
    job.cut.partials()[ordinal] = view.data ? measure_range(job.k, job.what, job.p, job.unit, view, first, n) : 0;
  });
}

// Chunks to views and views to the total, in order.
double combined(const norm_job& job) {
  double total = 0;
  const double* partial = job.cut.partials();
  for (size_t i = 0; i < job.n_views; ++i) {
    double sum = 0;
    for (int64_t chunk = chunks_of(job.numels[i]); chunk > 0; --chunk, ++partial)
      sum = job.what == quantity::largest ? larger(sum, *partial) : sum + *partial;
    total = job.what == quantity::largest ? larger(total, sum) : total + sum;
  }
  return total;
}

bool run(dlopt_runtime& runtime, norm_job& job, quantity what, double unit, double& total) {
  job.what = what;
  job.unit = unit;
  if (!run_parallel(runtime, job.cut.n_tasks(), job.cut.elements(), measure_task, &job, job.cut.ran())) return false;
  total = combined(job);
  return true;
}

bool holds_f64(const norm_job& job) {
  for (size_t i = 0; i < job.n_views; ++i)
    if (job.views[i].data && job.views[i].dtype == DLOPT_DTYPE_F64) return true;
  return false;
}

} // namespace

bool gradient_norm(dlopt_runtime& runtime, const kernels& k, plan& cut, const gradient_view* views, const int64_t* numels, size_t n_views,
                   double p, norm_result& result) noexcept {
  norm_job job = {k, cut, views, numels, n_views, quantity::squares, p, 1};
  const quantity what = powers_of(p);
  double sum = 0, largest = 0, nonfinite = 0;
  result = {0, 0};
  if (what != quantity::powers) { // the usual way: one pass
    if (!run(runtime, job, what, 1, sum)) return false;
    if (is_certain(sum, holds_f64(job))) {
      result.norm = root(sum, p);
      return true;
    }
  }
  if (!run(runtime, job, quantity::largest, 1, largest)) return false;
  result.norm = largest;
  if (!std::isfinite(largest)) {
    if (!run(runtime, job, quantity::nonfinite, 1, nonfinite)) return false;
    result.nonfinite = int64_t(nonfinite);
    return true;
  }
  if (largest == 0 || std::isinf(p)) return true;
  const double unit = unit_for(largest);
  if (!run(runtime, job, what, unit, sum)) return false;
  result.norm = root(sum, p) / unit;
  return true;
}

} // namespace dlopt
