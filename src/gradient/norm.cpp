#include "gradient/norm.h"

#include "lanes/number.h"

#include <cmath>

namespace dlopt {

namespace {

// Chunks to views and views to the total, in order.
double combined(const norm_search& s, const double* part) {
  double total = 0;
  for (size_t i = 0; i < s.n_views; ++i) {
    double sum = 0;
    for (int64_t chunk = chunks_of(s.numels[i]); chunk > 0; --chunk, ++part)
      sum = s.what == quantity::largest ? larger(sum, *part) : sum + *part;
    total = s.what == quantity::largest ? larger(total, sum) : total + sum;
  }
  return total;
}

bool holds_f64(const norm_search& s) {
  for (size_t i = 0; i < s.n_views; ++i)
    if (s.views[i].data && s.views[i].dtype == DLOPT_DTYPE_F64) return true;
  return false;
}

bool go_on(norm_search& s, quantity what, double unit) {
  s.what = what;
  s.unit = unit;
  return true;
}

// The largest magnitude says what elements are to be scaled by, unless it is the norm itself or not finite.
bool take_largest(norm_search& s, double largest) {
  s.result.norm = largest;
  if (!std::isfinite(largest)) return go_on(s, quantity::nonfinite, 1);
  const double unit = unit_of_norm(largest, s.p);
  s.scaled = true;
  return unit > 0 && go_on(s, powers_of(s.p), unit);
}

} // namespace

norm_search search_norm(const gradient_view* views, const int64_t* numels, size_t n_views, double p) noexcept {
  const quantity what = powers_of(p) == quantity::powers ? quantity::largest : powers_of(p);
  return {views, numels, n_views, p, what, 1, false, {0, 0}};
}

bool search_on(norm_search& s, const double* parts) noexcept {
  const double total = combined(s, parts);
  if (s.what == quantity::largest) return take_largest(s, total);
  if (s.what == quantity::nonfinite) {
    s.result.nonfinite = int64_t(total);
    return false;
  }
  if (!s.scaled && !is_certain(total, holds_f64(s))) return go_on(s, quantity::largest, 1);
  s.result.norm = root(total, s.p) / s.unit;
  return false;
}

namespace {

struct norm_job {
  const kernels& k;
  plan& cut;
  norm_search search;
};

void measure_task(void* context, size_t task) {
  const auto& job = *static_cast<const norm_job*>(context);
  job.cut.for_each_chunk(task, job.search.numels, [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    job.cut.partials()[ordinal] = measure_part(job.k, job.search, i, first, n);
  });
}

} // namespace

bool gradient_norm(dlopt_runtime& runtime, const kernels& k, plan& cut, const gradient_view* views, const int64_t* numels, size_t n_views,
                   double p, norm_result& result) noexcept {
  norm_job job = {k, cut, search_norm(views, numels, n_views, p)};
  do
    if (!run_parallel(runtime, cut.n_tasks(), cut.elements(), measure_task, &job, cut.ran())) return false;
  while (search_on(job.search, cut.partials()));
  result = job.search.result;
  return true;
}

} // namespace dlopt
