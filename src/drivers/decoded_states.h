// The states of an update that are kept in few bits, decoded for a short range of elements.
#pragma once

#include "drivers/staging.h"
#include "drivers/update.h"

#include <cstring>

namespace dlopt {

// Whether a state is not of the arithmetic type.
inline bool is_stored(const parameter_update& u, int s) noexcept {
  return u.few_bits && (u.used >> s & 1u) && u.stored[s].code != state_code::full;
}

template <int64_t Room> struct decoded_states {
  static_assert(Room % kStateBlock == 0, "writes whole blocks");

  // Where a state of the loop lies that begins at an element: decoded, or in memory.
  float* state(const parameter_update& u, int s, int64_t first) noexcept {
    if (!(u.used >> s & 1u)) return nullptr;
    return is_stored(u, s) ? of[s] : static_cast<float*>(u.states[s]) + first;
  }
  void load(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
    for (int s = 0; s < kMaxElementStates; ++s)
      if (is_stored(u, s)) decode_state(k, u.stored[s], u.states[s], first, n, of[s]);
  }
  // The same of all states, so that nothing changes.
  void copy(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
    load(k, u, first, n);
    for (int s = 0; s < kMaxElementStates; ++s)
      if ((u.used >> s & 1u) && !is_stored(u, s))
        std::memcpy(of[s], static_cast<const float*>(u.states[s]) + first, size_t(n) * sizeof(float));
  }
  void store(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
    for (int s = 0; s < kMaxElementStates; ++s)
      if (is_stored(u, s)) encode_state(k, u.stored[s], of[s], first, n, first + u.how.shift, u.states[s]);
  }
  // Leaves blocks alone in which nothing changed: encoding again what was decoded may make another number of it (the dynamic code book
  // has no -1, so a block whose largest number is negative would shrink).
  void store_changed(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
    for (int64_t done = 0; done < n; done += kStateBlock) {
      const int64_t at = first + done, count = n - done < kStateBlock ? n - done : kStateBlock;
      for (int s = 0; s < kMaxElementStates; ++s)
        if (is_stored(u, s) && !same(k, u, s, at, count, of[s] + done))
          encode_state(k, u.stored[s], of[s] + done, at, count, at + u.how.shift, u.states[s]);
    }
  }

  // The rows begin at different places of their pages: see gaps.h.
  alignas(64) float of[kMaxElementStates][Room + 48];

private:
  static bool same(const kernels& k, const parameter_update& u, int s, int64_t first, int64_t n, const float* now) noexcept {
    alignas(64) float before[kStateBlock];
    decode_state(k, u.stored[s], u.states[s], first, n, before);
    return !std::memcmp(before, now, size_t(n) * sizeof(float));
  }
};

} // namespace dlopt
