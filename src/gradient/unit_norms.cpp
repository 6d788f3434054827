#include "gradient/unit_norms.h"

#include "core/last_error.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"
#include "lanes/repro_math.h"

#include <cmath>

namespace dlopt {

namespace {

struct unit_job {
  unit_list& units;
  const kernels& k;
  const gradient_view* views;
  quantity what;
  double p;
  double* numbers;    // of each unit
  double unit;        // what elements are multiplied by
  bool unit_of_norms; // or instead: what suits the largest magnitudes, which are in `numbers`
};

// The power of two for the elements of a unit with this largest magnitude; 0 where that says all.
double scale_of(double largest) { return largest > 0 && largest < INFINITY ? unit_for(largest) : 0; }

void row_task(void* context, size_t task) {
  const auto& job = *static_cast<const unit_job*>(context);
  job.units.for_each_fragment(task, [&](size_t i, int64_t first, int64_t n, int64_t unit, double& number) {
    const double scale = job.unit_of_norms ? scale_of(job.numbers[unit]) : job.unit;
    number = measure_range(job.k, job.what, job.p, scale, job.views[i], first, n);
  });
}

// Measures all rows, and calls settle(tensor, unit, number).
template <class Settle> dlopt_status measure_rows(unit_job& job, quantity what, Settle settle) {
  job.what = what;
  if (dlopt_status status = job.units.g.run(row_task, &job, false)) return status;
  job.units.for_each_row(what == quantity::largest, settle);
  return DLOPT_OK;
}

dlopt_status row_norms(unit_job& job) {
  const quantity what = powers_of(job.p);
  double* const norms = job.numbers;
  if (what != quantity::powers) { // the usual way: one pass
    bool certain = true;
    const auto settle = [&](size_t i, int64_t unit, double sum) {
      certain = certain && is_certain(sum, job.views[i].dtype == DLOPT_DTYPE_F64);
      norms[unit] = root(sum, job.p);
    };
    if (dlopt_status status = measure_rows(job, what, settle)) return status;
    if (certain) return DLOPT_OK;
  }
  const auto keep = [&](size_t, int64_t unit, double largest) { norms[unit] = largest; };
  if (dlopt_status status = measure_rows(job, quantity::largest, keep)) return status;
  if (std::isinf(job.p)) return DLOPT_OK;
  job.unit_of_norms = true;
  return measure_rows(job, what, [&](size_t, int64_t unit, double sum) {
    if (const double scale = scale_of(norms[unit]); scale > 0) norms[unit] = root(sum, job.p) / scale;
  });
}

double power(double magnitude, double p) { return p == 2 ? magnitude * magnitude : p == 1 ? magnitude : repro::pow(magnitude, p); }

// Calls visit(n neighbouring elements) for each row of a strip, from the top down.
template <class T, class Visit> void go_down(const unit_job& job, const unit_list::strip& at, int64_t n, Visit visit) {
  const unit_shape& s = job.units.shape(at.tensor);
  const gradient_view& view = job.views[at.tensor];
  for (int64_t row = 0; row < s.length; ++row)
    read_as<T>(job.k, view.data, view.dtype, view.spacing, row * s.units + at.first, n, [&](const T* x, int64_t) { visit(x); });
}

template <class T> void measure_strip(const unit_job& job, const unit_list::strip& at, int64_t n, double* norms) {
  double largest[unit_list::kStrip] = {}, sums[unit_list::kStrip] = {}, scales[unit_list::kStrip];
  go_down<T>(job, at, n, [&](const T* x) {
    for (int64_t i = 0; i < n; ++i) largest[i] = larger(largest[i], std::fabs(double(x[i])));
  });
  for (int64_t i = 0; i < n; ++i) scales[i] = std::isinf(job.p) ? 0 : scale_of(largest[i]);
  if (!std::isinf(job.p))
    go_down<T>(job, at, n, [&](const T* x) {
      for (int64_t i = 0; i < n; ++i) sums[i] += power(std::fabs(double(x[i])) * scales[i], job.p);
    });
  for (int64_t i = 0; i < n; ++i) norms[i] = scales[i] > 0 ? root(sums[i], job.p) / scales[i] : largest[i];
}

void strip_task(void* context, size_t task) {
  const auto& job = *static_cast<const unit_job*>(context);
  const unit_list::strip& at = job.units.strip_of(task);
  const unit_shape& s = job.units.shape(at.tensor);
  const int64_t left = s.units - at.first, n = left < unit_list::kStrip ? left : unit_list::kStrip;
  double* const norms = job.numbers + s.first + at.first;
  if (job.views[at.tensor].dtype == DLOPT_DTYPE_F64) measure_strip<double>(job, at, n, norms);
  else measure_strip<float>(job, at, n, norms);
}

dlopt_status check_finite(const unit_list& units, const char* name, const double* norms) {
  for (size_t i = 0; i < units.g.count(); ++i) {
    const unit_shape& s = units.shape(i);
    for (int64_t unit = 0; unit < s.units; ++unit)
      if (!std::isfinite(norms[s.first + unit]))
        return fail(DLOPT_ERR_NONFINITE, "%s[%zu]: got a norm of %s (unit %lld of %lld), wanted a finite one; nothing was clipped", name, i,
                    number(norms[s.first + unit]).text(), (long long)unit, (long long)s.units);
  }
  return DLOPT_OK;
}

} // namespace

dlopt_status unit_norms(unit_list& units, const gradient_view* views, const char* name, double p, double* norms) noexcept {
  unit_job job = {units, current_kernels(), views, quantity::squares, p, norms, 1, false};
  if (dlopt_status status = row_norms(job)) return status;
  if (dlopt_status status = units.run_strips(strip_task, &job)) return status;
  return check_finite(units, name, norms);
}

dlopt_status unit_means(unit_list& units, double* means) noexcept {
  unit_job job = {units, current_kernels(), units.g.views(), quantity::elements, 1, means, 1, false};
  bool overflowed = false;
  const auto length = [&](size_t i) { return double(units.shape(i).length); };
  const auto settle = [&](size_t i, int64_t unit, double sum) {
    overflowed = overflowed || !std::isfinite(sum);
    means[unit] = sum / length(i);
  };
  if (dlopt_status status = measure_rows(job, quantity::elements, settle)) return status;
  if (!overflowed) return DLOPT_OK;
  job.unit = 0x1p-64; // of finite elements, fewer than 2^63 of them, this sum is finite
  return measure_rows(job, quantity::elements, [&](size_t i, int64_t unit, double sum) {
    if (!std::isfinite(means[unit])) means[unit] = sum / length(i) * 0x1p+64;
  });
}

} // namespace dlopt
