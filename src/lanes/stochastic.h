// Stochastic rounding: up with the probability that keeps the mean, by random bits that depend on where an element stands and on nothing
// else.
//
// Two neighbouring elements, 2 i and 2 i + 1, share one hash of i: the lower half is of the first. The finaliser is that of MurmurHash3
// (Appleby 2011), with a key at its beginning and one in its middle, so that the bits of two keys are no reordering of each other.
#pragma once

#include "lanes/convert.h"
#include "lanes/philox.h"

namespace dlopt {

// What the random bits of an element depend on, beside its index: one key for each array that is rounded, at each step.
struct position_key {
  uint32_t begin, middle;
};

enum class rounded_array : uint32_t { parameter, second_moment };

DLOPT_LANE position_key make_position_key(uint64_t seed, uint32_t slot, uint64_t step, rounded_array array) {
  const philox_block bits =
      philox({{slot, uint32_t(step), uint32_t(step >> 32), 0x726f756eu + uint32_t(array)}}, uint32_t(seed), uint32_t(seed >> 32));
  return {bits.word[0], bits.word[1]};
}

// The key of pairs from pair_index on, up to the next multiple of 2^32, whose hashes then need the lower half of the index alone.
DLOPT_LANE position_key key_near(uint64_t pair_index, position_key key) {
  return {key.begin, key.middle + uint32_t(pair_index >> 32) * 0x9e3779b9u};
}
DLOPT_LANE uint32_t hash_near(uint32_t low_index, position_key near) {
  uint32_t x = low_index + near.begin;
  x = (x ^ x >> 16) * 0x85ebca6bu;
  x ^= near.middle;
  x = (x ^ x >> 13) * 0xc2b2ae35u;
  return x ^ x >> 16;
}

DLOPT_LANE uint32_t position_hash(uint64_t pair_index, position_key key) {
  return hash_near(uint32_t(pair_index), key_near(pair_index, key));
}
// The 16 bits of one element.
DLOPT_LANE uint32_t random16_at(uint64_t element, position_key key) {
  return position_hash(element / 2, key) >> (element % 2 * 16) & 0xffffu;
}

// Goes to the neighbour away from zero with a probability that is the part of the way that x lies towards it, and exact numbers stay.
// Beyond the largest finite number, where there is no such mean, rounds to nearest: only what that makes infinite becomes so. NaN stays.
DLOPT_LANE bf16 to_bf16_stochastic(float x, uint32_t random16) {
  const uint32_t bits = bits_of(x);
  const uint32_t rounded = (bits + random16) >> 16; // away from zero, for either sign
  return {uint16_t((bits & 0x7fffffffu) >= 0x7f7f0000u ? to_bf16(x).bits : rounded)};
}

// As above. Subnormal results look at 16 bits below their last one: the mean is too small by less than 2^-16 of a unit.
DLOPT_LANE f16 to_f16_stochastic(float x, uint32_t random16) {
  const uint32_t sign = (bits_of(x) >> 16) & 0x8000u;
  const uint32_t magnitude = bits_of(x) & 0x7fffffffu;
  const uint32_t normal = (magnitude - 0x38000000u + (random16 >> 3)) >> 13; // 13 bits are dropped
  // In units of 2^-24 both parts are exact.
  const float units = float_of(magnitude < 0x38800000u ? magnitude : 0u) * 0x1p24f;
  const int32_t whole = int32_t(units), part = int32_t((units - float(whole)) * 0x1p16f);
  const uint32_t subnormal = uint32_t(whole) + uint32_t(int32_t(random16) < part);
  const uint32_t finite = magnitude < 0x38800000u ? subnormal : normal;
  return {uint16_t(magnitude >= 0x477fe000u ? to_f16(x).bits : sign | finite)};
}

} // namespace dlopt
