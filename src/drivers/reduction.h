// Loops that reduce an array to a few doubles, in a shape that depends on element indices only (law 3): part k sums elements k, k + 32, k +
// 64, ...
#pragma once

#include "drivers/kernels.h"
#include "lanes/convert.h"

namespace dlopt {
namespace {

struct square {
  DLOPT_LANE static double of(double x) { return x * x; }
};
struct magnitude {
  DLOPT_LANE static double of(double x) { return select(x < 0, -x, x); }
};
struct itself {
  DLOPT_LANE static double of(double x) { return x; }
};

template <class Term, bool Scaled, class T>
DLOPT_LANE void add_terms_loop(const T* __restrict x, int64_t n, double unit, double* __restrict parts) {
  const auto term = [unit](T each) __attribute__((always_inline)) { return Term::of(Scaled ? double(each) * unit : double(each)); };
  double sums[kSumParts]; // a copy, so that the compiler sees that nothing else touches it
  __builtin_memcpy(sums, parts, sizeof sums);
  int64_t i = 0;
  for (; i + kSumParts <= n; i += kSumParts)
    for (int part = 0; part < kSumParts; ++part) sums[part] += term(x[i + part]);
  for (int part = 0; i < n; ++i, ++part) sums[part] += term(x[i]);
  __builtin_memcpy(parts, sums, sizeof sums);
}

// A factor of 1 is not multiplied by: in cache that would be a fourth of the time.
template <class Term, class T> void add_terms(const T* x, int64_t n, double unit, double* parts) {
  if (unit == 1) add_terms_loop<Term, false>(x, n, unit, parts);
  else add_terms_loop<Term, true>(x, n, unit, parts);
}

// Without the sign bit, floats are ordered as their bits are, and NaN comes above infinity: an integer maximum, which vectorises.
DLOPT_LANE uint32_t magnitude_bits(float x) { return bits_of(x) & 0x7fffffffu; }
DLOPT_LANE uint64_t magnitude_bits(double x) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits & 0x7fffffffffffffffu;
}
DLOPT_LANE double value_of(uint32_t bits) { return double(float_of(bits)); }
DLOPT_LANE double value_of(uint64_t bits) {
  double x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

template <class T> double largest(const T* x, int64_t n) {
  decltype(magnitude_bits(T(0))) found = 0;
  for (int64_t i = 0; i < n; ++i) found = select(magnitude_bits(x[i]) > found, magnitude_bits(x[i]), found);
  return value_of(found);
}

template <class T> int64_t count_nonfinite(const T* x, int64_t n) {
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) count += !(x[i] - x[i] == T(0)); // infinity - infinity and NaN - NaN are NaN
  return count;
}

} // namespace
} // namespace dlopt
