#include "lanes/repro_math.h"

#include "lanes/double_double.h"

#include <limits>

namespace dlopt {
namespace repro {
namespace {

constexpr Wide kPi = {0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53};

} // namespace

// After folding x to a in [0, 1/2] without rounding, with y = pi a or pi (1/2 - a), in [0, pi/4]:
//   cos y = 1 - y^2 / 2 + y^4 (1/4! - y^2 / 6! + ...),  sin y = y - y^3 (1/3! - y^2 / 5! + ...).
// The first terms left out are below 2^-60. The parts in parentheses are rounded in double: y^4 / 24 < 2^-5.4 and
// y^2 / 6 < 2^-3.2 of the result, and four roundings of them count at most a 20th and a third of an ulp.
double cospi(double x) noexcept {
  static constexpr double kCosine[] = {1.0 / 24,        -1.0 / 720,         1.0 / 40320,          -1.0 / 3628800,
                                       1.0 / 479001600, -1.0 / 87178291200, 1.0 / 20922789888000, -1.0 / 6402373705728000};
  static constexpr double kSine[] = {1.0 / 6,        -1.0 / 120,        1.0 / 5040,          -1.0 / 362880,
                                     1.0 / 39916800, -1.0 / 6227020800, 1.0 / 1307674368000, -1.0 / 355687428096000};
  double a = x < 0 ? -x : x;
  if (!(a < std::numeric_limits<double>::infinity())) return std::numeric_limits<double>::quiet_NaN();
  if (a >= 0x1p53) return 1; // an even integer
  a -= 2 * static_cast<double>(static_cast<int64_t>(a / 2));
  if (a > 1) a = 2 - a;
  const double sign = a > 0.5 ? -1 : 1;
  if (a > 0.5) a = 1 - a;

  const bool near_zero = a > 0.25; // of the cosine
  const Wide y = multiply(kPi, {near_zero ? 0.5 - a : a, 0});
  const Wide square = multiply(y, y);
  if (near_zero) return sign * (y.hi + (y.lo - square.hi * y.hi * polynomial(kSine, square.hi)));
  const Wide first = quick_two_sum(1, -square.hi / 2);
  return sign * (first.hi + (first.lo - square.lo / 2 + square.hi * square.hi * polynomial(kCosine, square.hi)));
}

} // namespace repro
} // namespace dlopt
