// f16 and bf16 as the tests need them: encoding of values that the type holds exactly, and decoding of every bit pattern.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace dlopt_test {

inline double decode_f16(uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const double fraction = bits & 1023;
  const double sign = bits & 0x8000 ? -1 : 1;
  if (exponent == 31) return fraction != 0 ? std::nan("") : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

inline double decode_bf16(uint16_t bits) {
  const uint32_t wide = uint32_t(bits) << 16;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  return value;
}

// The bits of a value that f16 holds exactly; anything else gives other bits than decode_f16 reads back.
inline uint16_t encode_f16(double value) {
  const uint16_t sign = std::signbit(value) ? 0x8000 : 0;
  const double size = std::fabs(value);
  if (size == 0) return sign;
  int exponent;
  std::frexp(size, &exponent); // size = fraction * 2^exponent, fraction in [1/2, 1)
  if (exponent < -13) return uint16_t(sign | int(std::ldexp(size, 24)));
  return uint16_t(sign | (((exponent + 14) << 10) + (int(std::ldexp(size, 11 - exponent)) & 1023)));
}

inline uint16_t encode_bf16(double value) {
  const float narrow = float(value);
  uint32_t bits;
  std::memcpy(&bits, &narrow, sizeof bits);
  return uint16_t(bits >> 16);
}

} // namespace dlopt_test
