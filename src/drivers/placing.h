// Loops that put steps into place where p = keep p - step is not enough: each works on a short piece of everything, in the first-level
// cache.
#pragma once

#include "drivers/kernels.h"
#include "lanes/normal.h"

namespace dlopt {
namespace {

template <class T> void add_products(const T* __restrict weights, const T* __restrict x, int64_t n, T* __restrict to) {
  for (int64_t i = 0; i < n; ++i) to[i] = to[i] + weights[i] * x[i];
}
template <class T> void scale_each(const T* __restrict factors, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] * factors[i];
}
template <class T> void subtract(const T* __restrict steps, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] - steps[i];
}

// Whether two numbers push the same way; a zero or a NaN pushes nowhere.
template <class T> DLOPT_LANE bool agree(T a, T b) { return (a > T(0) && b > T(0)) || (a < T(0) && b < T(0)); }

template <class T> int64_t count_agreeing(const T* __restrict a, const T* __restrict b, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) count += agree(a[i], b[i]);
  return count;
}
// Steps that agree with their gradients are multiplied by the factor; the others are not taken. NaN stays.
template <class T> void mask(const T* __restrict gradients, T factor, int64_t n, T* __restrict steps) {
  for (int64_t i = 0; i < n; ++i) steps[i] = select(agree(gradients[i], steps[i]) || steps[i] != steps[i], steps[i] * factor, T(0));
}

// The forms of decay beside the update, each with a weight for each element.
template <class T> void decay_linearly(const T* __restrict weights, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = (T(1) - weights[i]) * x[i];
}
template <class T> void decay_proximally(const T* __restrict weights, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] / (T(1) + weights[i]);
}
template <class T> void decay_by_size(const T* __restrict weights, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] - limited(x[i], weights[i]);
}
// Only where the step, too, pulls the parameter towards zero.
template <class T>
void decay_cautiously(const T* __restrict weights, const T* __restrict p, const T* __restrict steps, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = select(agree(p[i], steps[i]), (T(1) - weights[i]) * x[i], x[i]);
}

// Takes back what was done to elements whose gradient is zero.
template <class T> void restore_at_zeros(const T* __restrict gradients, const T* __restrict before, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = select(gradients[i] == T(0), before[i], x[i]);
}

// Normal deviates for elements from `first` on; four of them share a block of random bits.
template <class T> void fill_normal(const noise_key& key, int64_t first, int64_t n, T* __restrict x) {
  for (int64_t i = 0; i < n; i += 4) {
    const uint64_t block = uint64_t(first + i) / 4;
    const philox_block bits = philox({{uint32_t(block), uint32_t(block >> 32), key.slot, uint32_t(key.step)}}, uint32_t(key.seed),
                                     uint32_t(key.seed >> 32) ^ uint32_t(key.step >> 32));
    const point<T> a = normal_pair<T>(bits.word[0], bits.word[1]), b = normal_pair<T>(bits.word[2], bits.word[3]);
    x[i] = a.x, x[i + 1] = a.y, x[i + 2] = b.x, x[i + 3] = b.y;
  }
}

template <class T> constexpr placing_kernels<T> placing_of() {
  return {add_products<T>,     scale_each<T>,    subtract<T>,         count_agreeing<T>,   mask<T>,       decay_linearly<T>,
          decay_proximally<T>, decay_by_size<T>, decay_cautiously<T>, restore_at_zeros<T>, fill_normal<T>};
}

} // namespace
} // namespace dlopt
