// Salmon et al. 2011, Philox4x32-10; Box and Muller 1958.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void philox(uint32_t c[4], uint32_t k0, uint32_t k1) {
  for (int round = 0; round < 10; round++) {
    const uint64_t left = uint64_t(c[0]) * 0xD2511F53u, right = uint64_t(c[2]) * 0xCD9E8D57u;
    const uint32_t mixed = uint32_t(right >> 32) ^ c[1] ^ k0, last = uint32_t(left >> 32) ^ c[3] ^ k1;
    c[0] = mixed, c[1] = uint32_t(right), c[2] = last, c[3] = uint32_t(left);
    k0 += 0x9E3779B9u, k1 += 0xBB67AE85u;
  }
}

// The deviate of element i in the coming step of x.
inline double deviate(const parameter& x, size_t i, const hypers& h) {
  const uint64_t seed = uint64_t(h.at("seed")), step = uint64_t(x.age);
  uint32_t c[4] = {uint32_t(i / 4), 0, uint32_t(x.slot), uint32_t(step)};
  philox(c, uint32_t(seed), uint32_t(seed >> 32) ^ uint32_t(step >> 32));
  const size_t pair = i % 4 / 2 * 2;
  const double radius = (double(c[pair] / 2) + 0.5) / 2147483648.0, angle = double(c[pair + 1] / 256) / 16777216.0 * 2 * std::acos(-1.0);
  return std::sqrt(-2 * std::log(radius)) * (i % 2 ? std::sin(angle) : std::cos(angle));
}

inline double noise_size(const parameter& x, const hypers& h) {
  return double(x.age) > h.at("burn_in") ? std::sqrt(h.at("lr") * h.at("temperature")) : 0;
}

} // namespace reference
