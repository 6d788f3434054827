// Sums of squares are kept in double. For f32 and narrower that is always enough: squares of floats neither overflow nor underflow there.
// For f64 a sum that left the safe range is taken again with all elements scaled by a power of two.
#include "gradient/norm.h"

#include "drivers/staging.h"
#include "lanes/number.h"
#include "lanes/repro_math.h"

#include <cmath>

namespace dlopt {

namespace {

enum class measure { squares, magnitudes, powers, largest, nonfinite };

struct norm_job {
  const kernels& k;
  plan& cut;
  const gradient_view* views;
  const int64_t* numels;
  size_t n_views;
  measure what;
  double p;
  double unit; // elements are multiplied by it, a power of two
};

template <class T> double measure_chunk(const norm_job& job, const gradient_view& view, int64_t first, int64_t n) {
  const typed_kernels<T>& with = typed<T>(job.k);
  double parts[kSumParts] = {}, powers = 0, largest = 0;
  int64_t nonfinite = 0;
  read_as<T>(job.k, view.data, view.dtype, first, n, [&](const T* x, int64_t count) {
    switch (job.what) {
    case measure::squares: with.add_squares(x, count, job.unit, parts); break;
    case measure::magnitudes: with.add_magnitudes(x, count, job.unit, parts); break;
    case measure::powers:
      for (int64_t i = 0; i < count; ++i) powers += repro::pow(std::fabs(double(x[i])) * job.unit, job.p);
      break;
    case measure::largest: largest = larger(largest, with.largest(x, count)); break;
    case measure::nonfinite: nonfinite += with.count_nonfinite(x, count); break;
    }
  });
  switch (job.what) {
  case measure::powers: return powers;
  case measure::largest: return largest;
  case measure::nonfinite: return double(nonfinite);
  default: return closed(parts);
  }
}

void measure_task(void* context, size_t task) {
  const auto& job = *static_cast<const norm_job*>(context);
  job.cut.for_each_chunk(task, job.numels, [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const gradient_view& view = job.views[i];
    double& partial = job.cut.partials()[ordinal];
    if (!view.data) partial = 0;
    else if (view.dtype == DLOPT_DTYPE_F64) partial = measure_chunk<double>(job, view, first, n);
    else partial = measure_chunk<float>(job, view, first, n);
  });
}

// Chunks to views and views to the total, in order.
double combined(const norm_job& job) {
  double total = 0;
  const double* partial = job.cut.partials();
  for (size_t i = 0; i < job.n_views; ++i) {
    double sum = 0;
    for (int64_t chunk = chunks_of(job.numels[i]); chunk > 0; --chunk, ++partial)
      sum = job.what == measure::largest ? larger(sum, *partial) : sum + *partial;
    total = job.what == measure::largest ? larger(total, sum) : total + sum;
  }
  return total;
}

bool run(dlopt_runtime& runtime, norm_job& job, measure what, double unit, double& total) {
  job.what = what;
  job.unit = unit;
  if (!run_parallel(runtime, job.cut.n_tasks(), job.cut.elements(), measure_task, &job, job.cut.ran())) return false;
  total = combined(job);
  return true;
}

// Whether a sum of squares or magnitudes is certain to have lost nothing; its limits leave room for 2^60 terms.
bool safe(double sum) { return sum > 0x1p-900 && sum < 0x1p+1020; }

// The power of two that brings the largest magnitude to [1/2, 1).
double unit_for(double largest) {
  int exponent;
  std::frexp(largest, &exponent);
  return exponent < -1022 ? 0x1p+1022 : std::ldexp(1.0, -exponent);
}

bool holds_f64(const norm_job& job) {
  for (size_t i = 0; i < job.n_views; ++i)
    if (job.views[i].data && job.views[i].dtype == DLOPT_DTYPE_F64) return true;
  return false;
}

double root(double sum, double p) { return p == 2 ? std::sqrt(sum) : p == 1 ? sum : repro::pow(sum, 1 / p); }

} // namespace

bool gradient_norm(dlopt_runtime& runtime, const kernels& k, plan& cut, const gradient_view* views, const int64_t* numels, size_t n_views,
                   double p, norm_result& result) noexcept {
  norm_job job = {k, cut, views, numels, n_views, measure::squares, p, 1};
  const measure what = p == 2 ? measure::squares : p == 1 ? measure::magnitudes : measure::powers;
  double sum = 0, largest = 0, nonfinite = 0;
  result = {0, 0};
  if (p == 2 || p == 1) { // the usual way: one pass
    if (!run(runtime, job, what, 1, sum)) return false;
    const bool certain = safe(sum) || (std::isfinite(sum) && !holds_f64(job));
    if (certain) {
      result.norm = root(sum, p);
      return true;
    }
  }
  if (!run(runtime, job, measure::largest, 1, largest)) return false;
  result.norm = largest;
  if (!std::isfinite(largest)) {
    if (!run(runtime, job, measure::nonfinite, 1, nonfinite)) return false;
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
