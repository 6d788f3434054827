// The gradients of an update as its loops read them.
#pragma once

#include "drivers/staging.h"
#include "drivers/update.h"

#include <cmath>
#include <cstring>

namespace dlopt {

// Calls visit(gradients as T, the factor that is still to be applied to them) for n elements from `first` on, at most a block unless they
// can be read as they are. Others (another dtype, unaligned, clipped by value) pass through a block in the first-level cache.
template <class T, class Visit> void with_gradients(const kernels& k, const parameter_update& u, int64_t first, int64_t n, Visit visit) {
  const T factor = T(u.grad_factor);
  alignas(64) T g[kBlock];
  if (!u.grad) {
    std::memset(g, 0, size_t(n) * sizeof(T));
    return visit(static_cast<const T*>(g), T(1));
  }
  const char* from = element(static_cast<const void*>(u.grad), u.grad_dtype, first);
  const bool clip = u.clip_value < INFINITY;
  if (usable_in_place<T>(from, u.grad_dtype) && !clip) return visit(reinterpret_cast<const T*>(from), factor);
  const typed_kernels<T>& with = typed<T>(k);
  with.decode[u.grad_dtype](from, n, g);
  if (clip) {
    with.scale(factor, n, g);
    with.limit(T(u.clip_value), n, g);
  }
  visit(static_cast<const T*>(g), clip ? T(1) : factor);
}

} // namespace dlopt
