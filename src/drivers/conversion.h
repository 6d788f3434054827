// Loops that bring buffers of any dtype and any alignment into an array of the arithmetic type, and back.
#pragma once

#include "drivers/kernels.h"
#include "lanes/convert.h"

namespace dlopt {
namespace {

// memcpy of one element: the buffer may be unaligned, and the compiler turns the loop into plain vector loads.
template <class Stored> DLOPT_LANE Stored load(const void* from, int64_t i) {
  Stored x;
  __builtin_memcpy(&x, static_cast<const char*>(from) + i * int64_t(sizeof x), sizeof x);
  return x;
}
template <class Stored> DLOPT_LANE void store(Stored x, void* to, int64_t i) {
  __builtin_memcpy(static_cast<char*>(to) + i * int64_t(sizeof x), &x, sizeof x);
}

// A finite double stays finite as a float: the largest one, if need be.
DLOPT_LANE float saturated(double x) {
  constexpr double kLargestFloat = 0x1.fffffep+127, kInfinity = __builtin_inf();
  const double bounded = select(x == kInfinity || x == -kInfinity, x, limited(x, kLargestFloat));
  return float(bounded);
}

template <class T> DLOPT_LANE T widened(float x) { return T(x); }
template <class T> DLOPT_LANE T widened(double x) {
  if constexpr (sizeof(T) == 4) return saturated(x);
  else return x;
}
template <class T> DLOPT_LANE T widened(bf16 x) { return T(widen(x)); }
template <class T> DLOPT_LANE T widened(f16 x) { return T(widen(x)); }

template <class Stored, class T> DLOPT_LANE Stored narrowed_to(T x) {
  if constexpr (sizeof(Stored) >= 4) return Stored(x);
  else if constexpr (__is_same(Stored, bf16)) return to_bf16(float(x));
  else return to_f16(float(x));
}

template <class Stored, class T> void decode(const void* from, int64_t n, T* __restrict to) {
  for (int64_t i = 0; i < n; ++i) to[i] = widened<T>(load<Stored>(from, i));
}
template <class Stored, class T> void encode(const T* __restrict from, int64_t n, void* to) {
  for (int64_t i = 0; i < n; ++i) store(narrowed_to<Stored>(from[i]), to, i);
}

template <class T> void scale(T factor, int64_t n, T* x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] * factor;
}
template <class T> void limit(T bound, int64_t n, T* x) {
  for (int64_t i = 0; i < n; ++i) x[i] = limited(x[i], bound);
}
template <class T> void subtract(T amount, int64_t n, T* x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] - amount;
}
template <class T> void add_penalty(T l1, T l2, const T* __restrict p, int64_t n, T* __restrict g) {
  for (int64_t i = 0; i < n; ++i) g[i] = g[i] + (l1 * sign(p[i]) + l2 * p[i]);
}
template <class T> void mix(T weight, int64_t n, const T* __restrict toward, T* __restrict x) {
  for (int64_t i = 0; i < n; ++i) x[i] = x[i] + weight * (toward[i] - x[i]);
}

} // namespace
} // namespace dlopt
