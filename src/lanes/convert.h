// Half-precision numbers as they lie in memory, and their conversions, in branch-free integer and float arithmetic that every compiler
// vectorises and every machine rounds alike. NaN stays NaN.
#pragma once

#include "lanes/number.h"

#include <cstdint>
#include <cstring>

namespace dlopt {

struct bf16 {
  uint16_t bits;
};
struct f16 {
  uint16_t bits;
};

DLOPT_LANE uint32_t bits_of(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  return bits;
}
DLOPT_LANE float float_of(uint32_t bits) {
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

DLOPT_LANE float widen(bf16 x) { return float_of(uint32_t(x.bits) << 16); }

DLOPT_LANE float widen(f16 x) {
  const uint32_t sign = uint32_t(x.bits & 0x8000u) << 16;
  const uint32_t magnitude = uint32_t(x.bits & 0x7fffu)
                             << 13; // exponent and fraction at their places in a float, the exponent short by 112
  // Subnormal numbers are multiples of 2^-24. They pass through no subnormal float, which a mode may flush.
  const uint32_t subnormal = bits_of(float(int32_t(magnitude >> 13)) * 0x1p-24f);
  const uint32_t finite = magnitude < 0x00800000u ? subnormal : magnitude + 0x38000000u;
  return float_of(sign | (magnitude >= 0x0f800000u ? magnitude | 0x7f800000u : finite)); // infinity and NaN keep a full exponent
}

// Round to nearest, ties to even.
DLOPT_LANE bf16 to_bf16(float x) {
  const uint32_t bits = bits_of(x);
  const uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  return {uint16_t(x != x ? (bits >> 16) | 0x40u : rounded)};
}

DLOPT_LANE f16 to_f16(float x) {
  const uint32_t sign = (bits_of(x) >> 16) & 0x8000u;
  const uint32_t magnitude = bits_of(x) & 0x7fffffffu;
  // Normal results: round the fraction to 10 bits in place; an overflow of the fraction carries into the exponent as it should.
  const uint32_t normal = (magnitude - 0x38000000u + 0xfffu + ((magnitude >> 13) & 1u)) >> 13;
  // Subnormal results: adding 1/2 makes the float unit 2^-24, the spacing of f16 subnormals, so the hardware rounds there.
  const uint32_t subnormal = bits_of(float_of(magnitude) + 0.5f) - bits_of(0.5f);
  uint32_t bits = magnitude < 0x38800000u ? subnormal : normal;
  bits = magnitude >= 0x477ff000u ? 0x7c00u : bits;                             // 65520 and more round to infinity
  bits = magnitude > 0x7f800000u ? 0x7e00u | (magnitude >> 13 & 0x3ffu) : bits; // NaN, made quiet
  return {uint16_t(sign | bits)};
}

// Round towards zero, for limits: the largest magnitude of the type that is not above x's. x is not NaN.
DLOPT_LANE float truncated_to_bf16(float x) { return float_of(bits_of(x) & 0xffff0000u); }
DLOPT_LANE float truncated_to_f16(float x) {
  const float nearest = widen(to_f16(x));
  const uint16_t below = uint16_t(to_f16(x).bits - 1); // towards zero, for either sign
  return (x < 0 ? nearest < x : nearest > x) ? widen(f16{below}) : nearest;
}

} // namespace dlopt
