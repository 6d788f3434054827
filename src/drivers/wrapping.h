// Loops of what accompanies a step: projections, accumulated gradients, perturbed parameters.
#pragma once

#include "drivers/kernels.h"
#include "lanes/number.h"

namespace dlopt {
namespace {

// A NaN compares with nothing, and stays.
template <class T> void bound(T lower, T upper, int64_t n, T* x) {
  for (int64_t i = 0; i < n; ++i) x[i] = select(x[i] < lower, lower, select(x[i] > upper, upper, x[i]));
}

// Sums of squares between these neither overflow nor lose what counts to underflow; those of floats always lie there.
inline constexpr double kSmallestSum = 1e-280, kLargestSum = 1e300;

template <class T> DLOPT_LANE double sum_of_squares(const T* x, int64_t n, double scale) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i) sum += double(x[i]) / scale * (double(x[i]) / scale);
  return sum;
}

// Each run of `unit` elements is divided by its norm, which is taken in double; a run of zeros, or one that is not finite, stays.
template <class T> void normalise(int64_t unit, int64_t n, T* x) {
  for (T* run = x; run < x + n; run += unit) {
    double sum = sum_of_squares(run, unit, 1);
    if (sum > kSmallestSum && sum < kLargestSum) {
      const double norm = square_root(sum);
      for (int64_t i = 0; i < unit; ++i) run[i] = T(double(run[i]) / norm);
      continue;
    }
    double size = 0;
    for (int64_t i = 0; i < unit; ++i) size = larger(size, double(absolute(run[i])));
    if (!(size > 0) || size - size != 0) continue;
    const double norm = square_root(sum_of_squares(run, unit, size));
    for (int64_t i = 0; i < unit; ++i) run[i] = T(double(run[i]) / size / norm);
  }
}

template <class T> void add_scaled(T factor, int64_t n, const T* __restrict x, T* __restrict to) {
  for (int64_t i = 0; i < n; ++i) to[i] = to[i] + factor * x[i];
}

// g = (|p| + eta) g
template <class T> void weigh_by_size(T eta, int64_t n, const T* __restrict p, T* __restrict g) {
  for (int64_t i = 0; i < n; ++i) g[i] = (absolute(p[i]) + eta) * g[i];
}

template <class T> constexpr wrapping_kernels<T> wrapping_of() { return {bound<T>, normalise<T>, add_scaled<T>, weigh_by_size<T>}; }

} // namespace
} // namespace dlopt
