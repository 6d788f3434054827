#include "lanes/repro_math.h"

#include "lanes/double_double.h"

#include <limits>

namespace dlopt {
namespace repro {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSaturated = 800; // e^x is far beyond the doubles, at either end, where |x| exceeds this

// ln 2 in two parts; the first has 41 bits, so that its product with any exponent (11 bits) is exact.
constexpr Wide kLn2 = {0x1.62e42fefa3p-1, 0x1.3de6af278ece6p-42};
constexpr Wide kThird = {1.0 / 3, 0x1p-54 / 3}; // binary 1/3 has period 2, so its tail is itself, 54 places further down

// log x for finite x > 0: x = 2^e m with m in [1/sqrt 2, sqrt 2], and with s = (m - 1) / (m + 1), s^2 <= 0.0295,
//   log m = 2 atanh s = 2 s (1 + s^2 / 3 + s^4 (1/5 + s^2 / 7 + ... + s^22 / 27)).
// Relative error: the first term left out is s^28 / 29 < 2^-75; the s^4 part is below 2^-12.4 and is rounded in double,
// so counts about 2^-64; the rest is double-double. |log m| <= |e log 2| / 2 rules out cancellation.
Wide wide_log(double x) {
  static constexpr double kTail[] = {1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11, 1.0 / 13, 1.0 / 15,
                                     1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23, 1.0 / 25, 1.0 / 27};
  const bool subnormal = x < 0x1p-1022;
  const uint64_t bits = bits_of(subnormal ? x * 0x1p54 : x);
  const uint64_t fraction = bits & ((uint64_t{1} << 52) - 1);
  const bool upper = fraction >= 0x6a09e667f3bcd; // m >= sqrt 2
  const double m = from_bits(fraction | (uint64_t{upper ? 1022u : 1023u} << 52));
  const double e = static_cast<double>(static_cast<int>(bits >> 52) - 1023 + upper - (subnormal ? 54 : 0));

  const double top = m - 1; // exact
  const Wide bottom = two_sum(1, m);
  const double quotient = top / bottom.hi;
  const Wide back = two_product(quotient, bottom.hi);
  const Wide s = {quotient, (((top - back.hi) - back.lo) - quotient * bottom.lo) / bottom.hi};

  const Wide square = multiply(s, s);
  const double tail = square.hi * square.hi * polynomial(kTail, square.hi);
  const Wide series = add(multiply(square, kThird), {tail, 0});
  const Wide log_m = add({2 * s.hi, 2 * s.lo}, multiply({2 * s.hi, 2 * s.lo}, series));
  const Wide sum = two_sum(e * kLn2.hi, log_m.hi);
  return quick_two_sum(sum.hi, sum.lo + (e * kLn2.lo + log_m.lo));
}

// The same for a base that is asked for again and again: bias corrections want those of two decay rates at every step. A memory for each
// thread, so that nothing is shared.
Wide remembered_log(double x) {
  struct Entry {
    double x = 1;
    Wide log = {0, 0};
  };
  constexpr int kEntries = 4;
  static thread_local Entry entries[kEntries];
  static thread_local int oldest = 0;
  for (const Entry& entry : entries)
    if (entry.x == x) return entry.log;
  Entry& entry = entries[oldest];
  oldest = (oldest + 1) % kEntries;
  entry.x = x;
  entry.log = wide_log(x);
  return entry.log;
}

// e^x = 2^power (1 + minus_one).
struct Exponential {
  Wide minus_one;
  int power;
};

// For |x| <= kSaturated: x = power log 2 + r with |r| <= 0.347, and
//   e^r - 1 = r + r^2 / 2 + r^3 (1/3! + r / 4! + ... + r^13 / 16!).
// Relative error: the first term left out is r^16 / 17! < 2^-72; the r^3 part is below 2^-5.6 of r and is rounded in
// double a few times, so counts about 2^-57, a 20th of an ulp; the rest is double-double.
Exponential wide_exp(Wide x) {
  static constexpr double kTail[] = {1.0 / 6,          1.0 / 24,          1.0 / 120,           1.0 / 720,           1.0 / 5040,
                                     1.0 / 40320,      1.0 / 362880,      1.0 / 3628800,       1.0 / 39916800,      1.0 / 479001600,
                                     1.0 / 6227020800, 1.0 / 87178291200, 1.0 / 1307674368000, 1.0 / 20922789888000};
  constexpr double kInverseLn2 = 0x1.71547652b82fep+0;
  constexpr double kToInteger = 0x1.8p52; // adding it leaves no room for a fraction: rounds to the nearest integer
  const double power = (x.hi * kInverseLn2 + kToInteger) - kToInteger;
  const Wide reduced = two_sum(x.hi, -(power * kLn2.hi));
  const Wide r = two_sum(reduced.hi, reduced.lo + (x.lo - power * kLn2.lo));

  const Wide square = two_product(r.hi, r.hi);
  const double tail = square.hi * r.hi * polynomial(kTail, r.hi);
  const double slope = r.hi + square.hi / 2; // e^r - 1 nearly: how much more than r.lo itself its share is
  const Wide first = quick_two_sum(r.hi, square.hi / 2);
  const Wide second = quick_two_sum(first.hi, tail);
  return {quick_two_sum(second.hi, (first.lo + second.lo) + (square.lo / 2 + (r.lo + r.lo * slope))), static_cast<int>(power)};
}

double rounded_exp(Wide x) {
  if (x.hi > kSaturated) return kInfinity;
  if (x.hi < -kSaturated) return 0;
  const Exponential e = wide_exp(x);
  const Wide one_plus = quick_two_sum(1, e.minus_one.hi);
  return scale(one_plus.hi + (one_plus.lo + e.minus_one.lo), e.power);
}

// exponent log(base), of which the second is given. A relative error of 2^-64 in it is 2^-54.5 in a power near the ends of the doubles.
// Beyond kSaturated only its size matters, and its low part may not exist.
Wide log_of_power(Wide log_base, Wide exponent) {
  const double rough = exponent.hi * log_base.hi;
  if (rough > kSaturated || rough < -kSaturated) return {rough, 0};
  return multiply(log_base, exponent);
}

// Every int64_t as a double-double: both parts of the first sum are exact.
Wide wide_from_int(int64_t n) {
  const int64_t low = n & 0x7ff;
  return quick_two_sum(static_cast<double>(n - low), static_cast<double>(low));
}

double pow_wide(double base, Wide exponent) {
  if (exponent.hi == 0 || base == 1) return 1;
  if (!(base >= 0) || exponent.hi != exponent.hi) return kNaN;
  if (base == 0 || base == kInfinity) return (base == 0) == (exponent.hi > 0) ? 0 : kInfinity;
  return rounded_exp(log_of_power(wide_log(base), exponent));
}

} // namespace

double exp(double x) noexcept { return x != x ? x : rounded_exp({x, 0}); }

double log(double x) noexcept {
  if (!(x >= 0)) return kNaN;
  if (x == 0) return -kInfinity;
  return x == kInfinity ? x : wide_log(x).hi;
}

double pow(double base, double exponent) noexcept { return pow_wide(base, {exponent, 0}); }

double pow_int(double base, int64_t n) noexcept {
  const bool odd = (n & 1) != 0;
  const bool negative = (bits_of(base) >> 63) != 0;
  const double size = pow_wide(negative ? -base : base, wide_from_int(n));
  return negative && odd ? -size : size;
}

double one_minus_pow_int(double base, int64_t n) noexcept {
  if (n == 1) return 1 - base;
  if (!(base > 0) || base == kInfinity) return 1 - pow_int(base, n);
  if ((1 - base) * static_cast<double>(n) > 38) // base^n <= e^-38 < 2^-54: the difference rounds to 1. Most steps of a long run end here
    return 1;
  const Wide x = log_of_power(remembered_log(base), wide_from_int(n));
  if (x.hi > kSaturated) return -kInfinity;
  if (x.hi < -kSaturated) return 1;
  const Exponential e = wide_exp(x);
  if (e.power == 0) return 0 - e.minus_one.hi; // base^n is near 1; subtracting from 0 keeps 0 positive
  const Wide one_plus = quick_two_sum(1, e.minus_one.hi);
  const Wide difference = two_sum(1, -scale(one_plus.hi, e.power));
  return difference.hi + (difference.lo - scale(one_plus.lo + e.minus_one.lo, e.power));
}

} // namespace repro
} // namespace dlopt
