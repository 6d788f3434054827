// Loops that read parameters of 16 bits together with what is kept beside them, and write both; dlopt/storage.h has the formulas.
#pragma once

#include "drivers/conversion.h"
#include "lanes/stochastic.h"

namespace dlopt {
namespace {

template <class Half> void load_full(const void* param, const void* beside, int64_t n, float* __restrict to) {
  const float* __restrict master = static_cast<const float*>(beside);
  for (int64_t i = 0; i < n; ++i) {
    const Half p = load<Half>(param, i);
    to[i] = select(narrowed_to<Half>(master[i]).bits == p.bits, master[i], widen(p));
  }
}
template <class Half> void store_full(const float* __restrict from, int64_t n, void* param, void* beside) {
  encode<Half>(from, n, param);
  __builtin_memcpy(beside, from, size_t(n) * sizeof(float));
}

// A sum beyond infinity is none: zero less something, or infinity and more.
inline void load_split(const void* param, const void* beside, int64_t n, float* __restrict to) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t p = load<bf16>(param, i).bits, magnitude = (p & 0x7fffu) << 16;
    const uint32_t sum = magnitude + uint32_t(int32_t(load<int16_t>(beside, i)));
    to[i] = float_of((p & 0x8000u) << 16 | (sum <= 0x7f800000u ? sum : magnitude));
  }
}
inline void store_split(const float* __restrict from, int64_t n, void* param, void* beside) {
  for (int64_t i = 0; i < n; ++i) {
    const uint32_t bits = bits_of(from[i]);
    const bool is_nan = from[i] != from[i];
    store(uint16_t(is_nan ? bits >> 16 | 0x40u : (bits + 0x8000u) >> 16), param, i);
    store(uint16_t(is_nan ? 0u : bits), beside, i);
  }
}

// Whether a parameter is its sum with the compensation, rounded.
template <class Half> DLOPT_LANE bool holds(Half p, Half c) { return narrowed_to<Half>(widen(p) + widen(c)).bits == p.bits; }

template <class Half> void load_kahan(const void* param, const void* beside, int64_t n, float* __restrict to) {
  for (int64_t i = 0; i < n; ++i) {
    const Half p = load<Half>(param, i), c = load<Half>(beside, i);
    to[i] = select(holds(p, c), widen(p) + widen(c), widen(p));
  }
}
// One conversion to a loop: two are too much for a compiler to vectorise.
template <class Half> void store_kahan(const float* __restrict from, int64_t n, void* param, void* beside) {
  encode<Half>(from, n, param);
  for (int64_t i = 0; i < n; ++i) {
    const float rest = from[i] - widen(load<Half>(param, i));
    store(narrowed_to<Half>(float_of(kept_if(rest - rest == 0.0f, bits_of(rest)))), beside, i); // infinity leaves no rest
  }
  // The rest, itself rounded, may have come to lie where p + c rounds to p's neighbour; the number next to it does not.
  for (int64_t i = 0; i < n; ++i) {
    const Half p = load<Half>(param, i), c = load<Half>(beside, i);
    const uint32_t less = (c.bits & 0x7fffu) == 0 ? c.bits : c.bits - 1u;
    store(uint16_t(holds(p, c) ? c.bits : less), beside, i);
  }
}

template <class Half> DLOPT_LANE Half rounded_by(float x, uint32_t random16) {
  if constexpr (__is_same(Half, bf16)) return to_bf16_stochastic(x, random16);
  else return to_f16_stochastic(x, random16);
}

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lower half of a hash is the first in memory");

// Whole pairs, whose indices share their upper half. First the random bits of some, then what they round: each loop vectorises.
template <class Half>
DLOPT_LANE void round_pairs(const float* __restrict from, uint64_t first_pair, int64_t pairs, position_key key, void* to) {
  constexpr int64_t kRun = 128;
  const position_key near = key_near(first_pair, key);
  alignas(64) uint32_t hashes[kRun];
  for (int64_t done = 0; done < pairs; done += kRun) {
    const int64_t count = pairs - done < kRun ? pairs - done : kRun;
    for (int64_t i = 0; i < count; ++i) hashes[i] = hash_near(uint32_t(first_pair) + uint32_t(done + i), near);
    const float* __restrict x = from + 2 * done;
    char* const at = static_cast<char*>(to) + 2 * done * int64_t(sizeof(Half));
    for (int64_t i = 0; i < 2 * count; ++i) store(rounded_by<Half>(x[i], load<uint16_t>(hashes, i)), at, i);
  }
}

// Elements from `first` of the whole array on.
template <class Half> void round_stochastically(const float* __restrict from, int64_t first, int64_t n, position_key key, void* to) {
  const auto round_one = [&](int64_t i) { store(rounded_by<Half>(from[i], random16_at(uint64_t(first + i), key)), to, i); };
  int64_t i = 0;
  if (first % 2 && n) round_one(i++);
  while (n - i >= 2) {
    const uint64_t pair = uint64_t(first + i) / 2;
    const int64_t left = (n - i) / 2, near = int64_t(0x100000000u - uint32_t(pair)), pairs = left < near ? left : near;
    round_pairs<Half>(from + i, pair, pairs, key, static_cast<char*>(to) + i * int64_t(sizeof(Half)));
    i += 2 * pairs;
  }
  if (i < n) round_one(i);
}

constexpr mastering_kernels mastering_of() {
  mastering_kernels all = {};
  all.of[DLOPT_MASTER_FULL].load[DLOPT_DTYPE_BF16] = load_full<bf16>;
  all.of[DLOPT_MASTER_FULL].load[DLOPT_DTYPE_F16] = load_full<f16>;
  all.of[DLOPT_MASTER_FULL].store[DLOPT_DTYPE_BF16] = store_full<bf16>;
  all.of[DLOPT_MASTER_FULL].store[DLOPT_DTYPE_F16] = store_full<f16>;
  all.of[DLOPT_MASTER_SPLIT].load[DLOPT_DTYPE_BF16] = load_split;
  all.of[DLOPT_MASTER_SPLIT].store[DLOPT_DTYPE_BF16] = store_split;
  all.of[DLOPT_MASTER_KAHAN].load[DLOPT_DTYPE_BF16] = load_kahan<bf16>;
  all.of[DLOPT_MASTER_KAHAN].load[DLOPT_DTYPE_F16] = load_kahan<f16>;
  all.of[DLOPT_MASTER_KAHAN].store[DLOPT_DTYPE_BF16] = store_kahan<bf16>;
  all.of[DLOPT_MASTER_KAHAN].store[DLOPT_DTYPE_F16] = store_kahan<f16>;
  all.round_stochastically[DLOPT_DTYPE_BF16] = round_stochastically<bf16>;
  all.round_stochastically[DLOPT_DTYPE_F16] = round_stochastically<f16>;
  return all;
}

} // namespace
} // namespace dlopt
