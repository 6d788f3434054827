// Elementary functions with the same bits on every machine, for all that is computed once per step.
//
// libm's exp, log, pow and cos differ between C libraries, their versions, and the processors they run on. These use only
// IEEE + - * /, compares and integer work on the bits of doubles, in one fixed order; so any compiler that keeps IEEE
// semantics and contracts nothing into FMA gives the same result. Round to nearest is assumed, as everywhere in dlopt.
//
// All functions are pure. An error bound is in units in the last place of the exact result; the bounds are asserted by
// tests/unit/repro_math_test.cpp against 120-digit references.
#ifndef DLOPT_LANES_REPRO_MATH_H
#define DLOPT_LANES_REPRO_MATH_H

#include <cstdint>

namespace dlopt {
namespace repro {

// e^x. Overflows to inf, underflows gradually to 0. Error: 0.53; 0.78 where the result is subnormal.
double exp(double x) noexcept;

// Natural logarithm. log(0) is -inf, that of a negative number NaN. Error: 0.51.
double log(double x) noexcept;

// base^exponent for base >= 0, NaN for a negative base; zeros, infinities and NaN as C's pow, except that -0 counts as 0.
// Error: 0.9 over the whole range, 0.53 where the result lies between e^-20 and e^20; 1.1 where it is subnormal.
double pow(double base, double exponent) noexcept;

// base^n for any base, negative ones too, and any n. Error: as pow, whatever the size of n.
double pow_int(double base, int64_t n) noexcept;

// 1 - base^n for base in [0, 1] and n >= 0, without cancellation: the relative error stays small where base^n is close to 1.
// Error: 0.6. In particular n = 1 gives 1 - base rounded once.
double one_minus_pow_int(double base, int64_t n) noexcept;

// cos(pi x) for any finite x, NaN for others; exact where x is a multiple of 1/2 (zeros are +0). Error: 0.9.
double cospi(double x) noexcept;

} // namespace repro
} // namespace dlopt

#endif
