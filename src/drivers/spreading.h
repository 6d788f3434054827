// Loops of states that are smaller than their parameter: each works on a short piece of neighbouring elements, in the first-level cache.
#pragma once

#include "drivers/kernels.h"
#include "lanes/number.h"

namespace dlopt {
namespace {

// The square of a float is exact in a double.
template <class T> void add_squares_each(const T* __restrict x, int64_t n, double* __restrict sums) {
  for (int64_t i = 0; i < n; ++i) sums[i] += double(x[i]) * double(x[i]);
}

template <class T> void blend_squares(const T* __restrict x, T stays, T takes, T eps, int64_t n, T* __restrict mean) {
  for (int64_t i = 0; i < n; ++i) mean[i] = stays * mean[i] + takes * (x[i] * x[i] + eps);
}

template <class T> void take_roots(const T* __restrict x, int64_t n, T* __restrict roots) {
  for (int64_t i = 0; i < n; ++i) roots[i] = square_root(x[i]);
}

// The smaller of two; a NaN in `x` stays, and so does one in `kept`.
template <class T> DLOPT_LANE T smaller(T kept, T x) { return select(x < kept || x != x, x, kept); }

template <class T> void lessen(const T* __restrict x, int64_t n, T* __restrict least) {
  for (int64_t i = 0; i < n; ++i) least[i] = smaller(least[i], x[i]);
}
template <class T> void lessen_all(T x, int64_t n, T* __restrict least) {
  for (int64_t i = 0; i < n; ++i) least[i] = smaller(least[i], x);
}

template <class T> constexpr spreading_kernels<T> spreading_of() {
  return {add_squares_each<T>, blend_squares<T>, take_roots<T>, lessen<T>, lessen_all<T>};
}

} // namespace
} // namespace dlopt
