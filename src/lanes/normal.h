// Normal deviates from random bits, by + - * / and roots alone: the same on every lane.
//
// Box and Muller 1958, "A note on the generation of random normal deviates". The series are those of the functions themselves, long enough
// for the arithmetic type.
#pragma once

#include "lanes/convert.h"
#include "lanes/philox.h"

namespace dlopt {

// A uniform number in (0, 1), of 31 bits where the type holds them.
template <class T> DLOPT_LANE T uniform(uint32_t bits) { return (T(int32_t(bits >> 1)) + T(0.5)) * T(0x1p-31); }

// 2^k and m in [sqrt(1/2), sqrt(2)) with x = m 2^k, for normal numbers.
DLOPT_LANE float split_power(float x, float* k) {
  const int32_t bits = int32_t(bits_of(x)), power = (bits - 0x3f3504f3) >> 23;
  *k = float(power);
  return float_of(uint32_t(bits - power * (1 << 23)));
}
DLOPT_LANE double split_power(double x, double* k) {
  int64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  const int32_t power = int32_t((bits - 0x3fe6a09e667f3bcd) >> 52);
  bits -= int64_t(power) * (int64_t(1) << 52);
  *k = double(power);
  double m;
  __builtin_memcpy(&m, &bits, sizeof m);
  return m;
}

// log x = k log 2 + 2 artanh(s), s = (m - 1) / (m + 1), |s| < 0.172.
template <class T> DLOPT_LANE T logarithm(T x) {
  constexpr int kTerms = sizeof(T) == 4 ? 5 : 11;
  T k;
  const T m = split_power(x, &k), s = (m - T(1)) / (m + T(1)), s2 = s * s;
  T sum = T(1.0 / (2 * kTerms - 1));
  for (int i = kTerms - 1; i > 0; --i) sum = sum * s2 + T(1.0 / (2 * i - 1));
  return k * T(0.69314718055994530942) + T(2) * s * sum;
}

template <class T> struct point { T x, y; };

// The point of the unit circle at a part of the way around: a quadrant and an angle of at most pi / 4 from its middle axis.
template <class T> DLOPT_LANE point<T> on_circle(T part) {
  constexpr int kTerms = sizeof(T) == 4 ? 5 : 10;
  const T quarters = part * T(4);
  const int32_t quadrant = int32_t(quarters + T(0.5));
  const T angle = (quarters - T(quadrant)) * T(1.57079632679489661923), a2 = angle * angle;
  T sine = T(1), cosine = T(1);
  for (int i = kTerms - 1; i > 0; --i) {
    sine = T(1) - sine * a2 * T(1.0 / (2 * i * (2 * i + 1)));
    cosine = T(1) - cosine * a2 * T(1.0 / (2 * i * (2 * i - 1)));
  }
  sine = sine * angle;
  const T x = select((quadrant & 1) != 0, -sine, cosine), y = select((quadrant & 1) != 0, cosine, sine);
  const bool turned = (quadrant & 2) != 0;
  return {select(turned, -x, x), select(turned, -y, y)};
}

template <class T> DLOPT_LANE point<T> normal_pair(uint32_t radius_bits, uint32_t angle_bits) {
  const T radius = square_root(T(-2) * logarithm(uniform<T>(radius_bits)));
  const point<T> direction = on_circle(T(int32_t(angle_bits >> 8)) * T(0x1p-24)); // exact in every type: no angle is rounded
  return {radius * direction.x, radius * direction.y};
}

} // namespace dlopt
