// The gradients of an update as its loops read them.
#pragma once

#include "drivers/row_clip.h"
#include "drivers/staging.h"

#include <cmath>
#include <cstring>

namespace dlopt {

// Whether one factor for all gradients is not enough.
inline bool clips_elements(const parameter_update& u) noexcept { return u.clip || u.clip_value < INFINITY; }

// Calls visit(gradients as T, the factor that is still to be applied to them) for n elements from `first` on, at most a block unless they
// can be read as they are. Others (another dtype, unaligned, clipped by row or by value) pass through a block in the first-level cache.
template <class T, class Visit>
void with_gradients(const kernels& k, const parameter_update& u, gradient_scaler& scaler, int64_t first, int64_t n, Visit visit) {
  const T factor = T(u.grad_factor);
  alignas(64) T g[kBlock];
  if (!u.grad) {
    std::memset(g, 0, size_t(n) * sizeof(T));
    return visit(static_cast<const T*>(g), T(1));
  }
  const char* from = element(static_cast<const void*>(u.grad), u.grad_dtype, first);
  const bool clips = clips_elements(u);
  if (usable_in_place<T>(from, u.grad_dtype, u.grad_spacing) && !clips) return visit(reinterpret_cast<const T*>(from), factor);
  const typed_kernels<T>& with = typed<T>(k);
  load_as<T>(k, u.grad, u.grad_dtype, u.grad_spacing, first, n, g);
  if (clips) scaler.scale(first, n, g);
  if (u.clip_value < INFINITY) with.limit(T(u.clip_value), n, g);
  visit(static_cast<const T*>(g), clips ? T(1) : factor);
}

} // namespace dlopt
