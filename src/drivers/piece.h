// A short piece of a parameter, its gradients and its states, brought to the arithmetic type.
#pragma once

#include "drivers/decoded_states.h"
#include "drivers/row_clip.h"
#include "drivers/small_states.h"
#include "drivers/update.h"

#include <cmath>
#include <cstring>

namespace dlopt {

// Small, because a dozen of them lie on the stack of somebody else's thread.
inline constexpr int64_t kPiece = 256;
static_assert(kPiece % 4 == 0 && kChunk % kPiece == 0, "noise comes in fours");
static_assert(kPiece % kSumParts == 0, "sums go on from piece to piece");

template <class T> struct piece {
  piece(const kernels& kernels, const parameter_update& update) noexcept
      : k(kernels), u(update), with(typed<T>(kernels)), scaler(kernels, update) {}

  void load(int64_t first, int64_t n) noexcept {
    load_param(first, n);
    load_gradients(first, n);
  }
  void load_param(int64_t first, int64_t n) noexcept { load_parameter(k, u.storage, u.param, first, n, p); }
  // What decay adds to them is of the parameter.
  void load_gradients(int64_t first, int64_t n) noexcept {
    if (u.grad) load_as(k, u.grad, u.grad_dtype, u.grad_spacing, first, n, raw);
    else std::memset(raw, 0, size_t(n) * sizeof(T));
    scaler.scale(first, n, raw);
    if (u.clip_value < INFINITY) with.limit(T(u.clip_value), n, raw);
    std::memcpy(g, raw, size_t(n) * sizeof(T));
    if (u.l2 == 0) return;
    fill(u.how.decay_scales, first, n);
    with.scale(T(u.l2), n, weights);
    with.placing.add_products(weights, p, n, g);
  }

  // The factors of some elements, 1 where there are none.
  void fill(const void* scales, int64_t first, int64_t n) noexcept {
    int64_t at = scales ? (first + u.how.shift) % u.how.period : 0;
    for (int64_t i = 0; i < n; ++i) {
      weights[i] = scales ? static_cast<const T*>(scales)[at] : T(1);
      if (++at == u.how.period) at = 0;
    }
  }

  // A state that has the parameter's shape, where the piece edits it: in memory, or decoded; nullptr for others.
  T* state(int s, int64_t first) noexcept {
    const bool whole = (u.used >> s & 1u) && !(u.small && s >= u.small->first);
    if (sizeof(T) == sizeof(float) && whole && is_stored(u, s)) return reinterpret_cast<T*>(decoded.of[s]);
    return whole ? static_cast<T*>(u.states[s]) + first : nullptr;
  }

  // Points to the states of the piece: small ones are spread out, up to the moment that is being made.
  void see_states(int64_t first, int64_t n, int32_t moments = kMaxMoments) noexcept {
    if (u.few_bits) decoded.load(k, u, first, n);
    for (int s = 0; s < kMaxElementStates; ++s) seen[s] = state(s, first);
    for (int32_t s = 0; u.small && s < small_count() && s < moments; ++s) {
      seen[u.small->first + s] = states[u.small->first + s];
      spread(with, *u.small, s, first, n, states[u.small->first + s]);
    }
  }
  // Writes back those that are kept in few bits, where they changed.
  void keep_states(int64_t first, int64_t n) noexcept {
    if (u.few_bits) decoded.store_changed(k, u, first, n);
  }
  // As see_states, with copies of those that lie elsewhere, so that nothing changes.
  void copy_states(int64_t first, int64_t n) noexcept {
    see_states(first, n);
    for (int s = 0; s < kMaxElementStates; ++s) {
      if (state(s, first)) std::memcpy(states[s], seen[s], size_t(n) * sizeof(T));
      seen[s] = states[s];
    }
  }
  int32_t small_count() const noexcept { return u.small->cover ? 1 : u.small->n_moments; }

  const kernels& k;
  const parameter_update& u;
  const typed_kernels<T>& with;
  gradient_scaler scaler;
  alignas(64) T p[kPiece];       // the parameter
  alignas(64) T raw[kPiece];     // gradients as they arrived, scaled and limited
  alignas(64) T g[kPiece];       // and as the rule sees them
  alignas(64) T weights[kPiece]; // factors of one kind or another, for each element
  alignas(64) T states[kMaxElementStates][kPiece];
  T* seen[kMaxElementStates];
  decoded_states<kPiece> decoded;
};

} // namespace dlopt
