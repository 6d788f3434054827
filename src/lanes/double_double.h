// Double-double arithmetic: twice the precision of double, out of IEEE + - * alone and therefore the same everywhere.
#ifndef DLOPT_LANES_DOUBLE_DOUBLE_H
#define DLOPT_LANES_DOUBLE_DOUBLE_H

#include <cfloat>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Bits depend on every operation being done in double, as written: no x87 registers, no reordering, no FMA. The compiler
// does not reveal whether it contracts, so the build passes -ffp-contract=off and the golden hash of the unit test checks it.
static_assert(FLT_EVAL_METHOD == 0, "doubles must be evaluated as doubles");
#ifdef __FAST_MATH__
#error "reproducible math cannot be built with -ffast-math"
#endif

namespace dlopt {
namespace repro {

// A double-double: the unevaluated sum hi + lo with |lo| <= ulp(hi) / 2, about 106 significant bits.
struct Wide {
  double hi;
  double lo;
};

inline uint64_t bits_of(double x) {
  uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline double from_bits(uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

// The upper 26 of the 53 significant bits. Cutting the bits off cannot overflow, unlike multiplying by 2^27 + 1.
inline double head(double x) { return from_bits(bits_of(x) & ~((uint64_t{1} << 27) - 1)); }

// a + b exactly (Knuth).
inline Wide two_sum(double a, double b) {
  const double sum = a + b;
  const double b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

// a + b exactly, given |a| >= |b| (Dekker).
inline Wide quick_two_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

// a b. The partial products of the halves are exact but for the last bit of the smallest: relative error 2^-106.
inline Wide two_product(double a, double b) {
  const double product = a * b;
  const double a_hi = head(a), a_lo = a - a_hi;
  const double b_hi = head(b), b_lo = b - b_hi;
  return {product, (((a_hi * b_hi - product) + a_hi * b_lo) + a_lo * b_hi) + a_lo * b_lo};
}

// a b, dropping a.lo b.lo: relative error below 2^-102.
inline Wide multiply(Wide a, Wide b) {
  const Wide product = two_product(a.hi, b.hi);
  return quick_two_sum(product.hi, product.lo + (a.hi * b.lo + a.lo * b.hi));
}

// a + b for |a| >= |b|.
inline Wide add(Wide a, Wide b) {
  const Wide sum = quick_two_sum(a.hi, b.hi);
  return quick_two_sum(sum.hi, sum.lo + (a.lo + b.lo));
}

// c[0] + c[1] x + ...; even and odd powers form two independent chains, which halves the latency.
template <size_t N> double polynomial(const double (&c)[N], double x) {
  static_assert(N % 2 == 0, "pairs of coefficients");
  const double square = x * x;
  double even = c[N - 2], odd = c[N - 1];
  for (size_t i = N - 2; i > 0; i -= 2) {
    even = even * square + c[i - 2];
    odd = odd * square + c[i - 1];
  }
  return even + odd * x;
}

// x 2^power. Two factors, because 2^power itself may not be a double; only the second product can round.
inline double scale(double x, int power) {
  const int half = power / 2;
  const auto power_of_two = [](int k) { return from_bits(static_cast<uint64_t>(1023 + k) << 52); };
  return x * power_of_two(half) * power_of_two(power - half);
}

} // namespace repro
} // namespace dlopt

#endif
