// Loops that bring states to and from what they are kept as in few bits. Each works on at most a block of elements, which share a scale:
// the largest magnitude among them.
#pragma once

#include "drivers/conversion.h"
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
// nothing.
inline void decode_linear(const int8_t* __restrict codes, float scale, int64_t n, float* __restrict to) {
  for (int64_t i = 0; i < n; ++i) to[i] = float(codes[i]) * (1 / 127.0f) * scale;
}
inline void encode_linear(const float* __restrict x, float inverse, int64_t n, int8_t* __restrict codes) {
  for (int64_t i = 0; i < n; ++i) codes[i] = int8_t(nearest_whole(x[i] * inverse));
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
void find_buckets(const float* __restrict x, float inverse, int64_t n, uint32_t* __restrict to, uint16_t* __restrict buckets) {
  using book = dynamic_code_book<Signed>;
  constexpr uint32_t kLeast = dynamic_code::least<Signed>();
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t bits = bits_of(x[i] * inverse) & 0x7fffffffu;
    // A second moment that is not 0 has no code of 0.
    const uint32_t least = Signed || x[i] == 0 ? book::kLowest : kLeast;
    to[i] = bits > least ? bits : least;
    buckets[i] = uint16_t((to[i] - book::kLowest) >> book::kShift); // rounding does not carry the largest past the last one
  }
}
template <bool Signed>
void finish_codes(const float* __restrict x, const uint32_t* __restrict bits, const uint32_t* __restrict found, int64_t n,
                  uint8_t* __restrict codes) {
  for (int64_t i = 0; i < n; ++i) codes[i] = uint8_t(code_at<Signed>(found[i], bits[i], x[i] < 0));
}

// Magnitudes from here on go to the nearest: to_bf16_stochastic.
inline constexpr uint32_t kMostOrdinary = 0x7f7f0000u;

// Pairs whose hashes are made at a time.
inline constexpr int64_t kPairs = 256;

// The hashes of pairs from `pair` on, whose index does not pass a multiple of 2^32.
inline void fill_hashes(uint64_t pair, position_key key, int64_t pairs, uint32_t* to) {
  const position_key near = key_near(pair, key);
  for (int64_t k = 0; k < pairs; ++k) to[k] = hash_near(uint32_t(pair) + uint32_t(k), near);
}

// Rounds n elements with 16 random bits each. Ordinary numbers need no look at whether they may go to infinity; returns the bits of the
// largest magnitude, which tells whether all were.
template <bool Ordinary> DLOPT_LANE uint32_t round_with(const void* random, const float* __restrict x, int64_t n, char* __restrict to) {
  uint32_t most = 0;
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t bits = bits_of(x[i]), size = bits & 0x7fffffffu, random16 = load<uint16_t>(random, i);
    store(Ordinary ? bf16{uint16_t((bits + random16) >> 16)} : to_bf16_stochastic(x[i], random16), to, i);
    most = size > most ? size : most;
  }
  return most;
}

// Pairs of elements share a hash, whose lower half lies first; a range that begins or ends in the middle of one has its half.
static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lower half of a hash is of the first element");
inline void encode_stochastically(const float* __restrict x, uint64_t first, position_key key, int64_t n, void* to) {
  alignas(64) uint32_t hashes[kPairs];
  for (int64_t i = 0; i < n;) {
    const uint64_t pair = (first + uint64_t(i)) / 2;
    const int64_t skipped = int64_t((first + uint64_t(i)) % 2); // of the first pair
    const int64_t wanted = (n - i + skipped + 1) / 2, same = int64_t((uint64_t(1) << 32) - uint32_t(pair));
    const int64_t room = same < kPairs ? same : kPairs, pairs = wanted < room ? wanted : room;
    fill_hashes(pair, key, pairs, hashes);
    const int64_t whole = 2 * pairs - skipped, count = whole < n - i ? whole : n - i;
    const char* const random = reinterpret_cast<const char*>(hashes) + 2 * skipped;
    char* const at = static_cast<char*>(to) + 2 * i;
    if (round_with<true>(random, x + i, count, at) >= kMostOrdinary) round_with<false>(random, x + i, count, at);
    i += count;
  }
}

constexpr state_kernels state_kernels_of() {
  return {largest_bits,       decode_linear,       encode_linear,      decode_squares,      encode_squares,
          find_buckets<true>, find_buckets<false>, finish_codes<true>, finish_codes<false>, encode_stochastically};
}

} // namespace
} // namespace dlopt
