// Loops that bring states to and from what they are kept as in few bits. Each works on at most a block of elements, which share a scale:
// the largest magnitude among them.
#pragma once

#include "drivers/kernels.h"
#include "lanes/dynamic_code.h"
#include "lanes/stochastic.h"

namespace dlopt {
namespace {

// The bits of the largest magnitude; those of a NaN are larger than those of any number.
inline uint32_t largest_bits(const float* x, int64_t n) {
  uint32_t most = 0;
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t bits = bits_of(x[i]) & 0x7fffffffu;
    most = bits > most ? bits : most;
  }
  return most;
}

// The nearest whole number, ties to even, of a magnitude below 2^22: it stands in the lowest bits of a float of this size.
DLOPT_LANE uint32_t nearest_whole(float x) { return bits_of(x + 0x1.8p23f); }

// Linear codes -127 .. 127: x = code / 127 * scale. Both products of the largest code are exact, so encoding what was decoded changes
// nothing. Elements are multiplied by `lift` first, lest the inverse overflow.
inline void decode_linear(const int8_t* __restrict codes, float scale, int64_t n, float* __restrict to) {
  for (int64_t i = 0; i < n; ++i) to[i] = float(codes[i]) * (1 / 127.0f) * scale;
}
inline void encode_linear(const float* __restrict x, float lift, float inverse, int64_t n, int8_t* __restrict codes) {
  for (int64_t i = 0; i < n; ++i) codes[i] = int8_t(nearest_whole(x[i] * lift * inverse));
}

// Codes 0 .. 255 of the root: x = (code / 255)^2 * scale. What is not 0 has no code of 0.
inline void decode_squares(const uint8_t* __restrict codes, float scale, int64_t n, float* __restrict to) {
  for (int64_t i = 0; i < n; ++i) {
    const float root = float(codes[i]) * (1 / 255.0f);
    to[i] = root * root * scale;
  }
}
inline void encode_squares(const float* __restrict x, float inverse_root, int64_t n, uint8_t* __restrict codes) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t code = nearest_whole(square_root(x[i]) * inverse_root) & 0xffu;
    codes[i] = uint8_t(code + uint32_t(code == 0 && x[i] > 0));
  }
}

// The dynamic code book, in three passes: the bits of each magnitude as a part of the largest one and the bucket that they lie in; a
// look-up of what stands at the bucket (code_book.cpp); the code from both.
template <bool Signed>
void find_buckets(const float* __restrict x, float lift, float inverse, uint32_t least_not_zero, int64_t n, uint32_t* __restrict to,
                  uint16_t* __restrict buckets) {
  using book = dynamic_code_book<Signed>;
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t bits = bits_of(x[i] * lift * inverse) & 0x7fffffffu;
    const uint32_t least = x[i] == 0 ? book::kLowest : least_not_zero;
    const uint32_t raised = bits > least ? bits : least, kept = raised < book::kHighest ? raised : book::kHighest;
    to[i] = kept;
    buckets[i] = uint16_t((kept - book::kLowest) >> book::kShift);
  }
}
template <bool Signed>
void finish_codes(const float* __restrict x, const uint32_t* __restrict bits, const uint32_t* __restrict found, int64_t n,
                  uint8_t* __restrict codes) {
  for (int64_t i = 0; i < n; ++i) codes[i] = uint8_t(code_at<Signed>(found[i], bits[i], x[i] < 0));
}

// Magnitudes from here on go to the nearest: to_bf16_stochastic.
inline constexpr uint32_t kMostOrdinary = 0x7f7f0000u;

// Rounds whole pairs from `pair` on, whose index does not pass a multiple of 2^32. Ordinary numbers need no look at whether they may go to
// infinity; returns the bits of the largest magnitude, which tells whether all were.
template <bool Ordinary>
DLOPT_LANE uint32_t encode_pairs(const float* __restrict x, uint64_t pair, position_key key, int64_t pairs, char* __restrict to) {
  const position_key near = key_near(pair, key);
  uint32_t most = 0;
  const auto put = [&](int64_t i, uint32_t random16) __attribute__((always_inline)) {
    const uint32_t bits = bits_of(x[i]), size = bits & 0x7fffffffu;
    const bf16 rounded = Ordinary ? bf16{uint16_t((bits + random16) >> 16)} : to_bf16_stochastic(x[i], random16);
    __builtin_memcpy(to + 2 * i, &rounded, sizeof rounded);
    most = size > most ? size : most;
  };
  for (int64_t k = 0; k < pairs; ++k) {
    const uint32_t bits = hash_near(uint32_t(pair) + uint32_t(k), near);
    put(2 * k, bits & 0xffffu);
    put(2 * k + 1, bits >> 16);
  }
  return most;
}

// Pairs of elements share a hash; a range that begins or ends in the middle of one has its half.
inline void encode_stochastically(const float* __restrict x, uint64_t first, position_key key, int64_t n, void* to) {
  auto* const at = static_cast<char*>(to);
  const auto put = [&](int64_t i) {
    const bf16 rounded = to_bf16_stochastic(x[i], random16_at(first + uint64_t(i), key));
    __builtin_memcpy(at + 2 * i, &rounded, sizeof rounded);
  };
  int64_t i = 0;
  if (first % 2 && n) put(i++);
  while (i + 1 < n) {
    const uint64_t pair = (first + uint64_t(i)) / 2;
    const int64_t left = (n - i) / 2, same = int64_t((uint64_t(1) << 32) - uint32_t(pair)), pairs = left < same ? left : same;
    const uint32_t most = encode_pairs<true>(x + i, pair, key, pairs, at + 2 * i);
    if (most >= kMostOrdinary) encode_pairs<false>(x + i, pair, key, pairs, at + 2 * i);
    i += 2 * pairs;
  }
  if (i < n) put(i);
}

constexpr state_kernels state_kernels_of() {
  return {largest_bits,       decode_linear,       encode_linear,      decode_squares,      encode_squares,
          find_buckets<true>, find_buckets<false>, finish_codes<true>, finish_codes<false>, encode_stochastically};
}

} // namespace
} // namespace dlopt
