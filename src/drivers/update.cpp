#include "drivers/update.h"

#include "drivers/staging.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

// The element loop of the rule, on buffers of type T.
template <class T> struct loop {
  const kernels& k;
  const parameter_update& u;
  update_fn<T> update;

  void run(T factor, int64_t first, int64_t n, T* p, const T* g) const {
    T* states[kMaxStates];
    for (int s = 0; s < kMaxStates; ++s) states[s] = (u.used >> s & 1u) ? static_cast<T*>(u.states[s]) + first : nullptr;
    update(u.coefs, factor, T(u.l2), T(u.keep), n, p, g, states);
  }
};

// Gradients that the loop cannot read as they are (other dtype, unaligned, clipped by value) pass through a block in the first-level cache.
template <class T> void update_block(const loop<T>& loop, int64_t first, int64_t n, T* p) {
  const parameter_update& u = loop.u;
  const T factor = T(u.grad_factor);
  const char* from = element(static_cast<const void*>(u.grad), u.grad_dtype, first);
  const bool clip = u.clip_value < INFINITY;
  if (usable_in_place<T>(from, u.grad_dtype) && !clip) {
    loop.run(factor, first, n, p, reinterpret_cast<const T*>(from));
  } else {
    alignas(64) T g[kBlock];
    const typed_kernels<T>& with = typed<T>(loop.k);
    with.decode[u.grad_dtype](from, n, g);
    if (clip) {
      with.scale(factor, n, g);
      with.limit(T(u.clip_value), n, g);
    }
    loop.run(clip ? T(1) : factor, first, n, p, g);
  }
}

template <class T> void update_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n) {
  const loop<T> loop = {k, u, find_update<T>(k, u.rule, u.used)};
  const bool in_place = usable_in_place<T>(u.param, u.dtype) && usable_in_place<T>(u.grad, u.grad_dtype) && !(u.clip_value < INFINITY);
  if (in_place) return loop.run(T(u.grad_factor), first, n, static_cast<T*>(u.param) + first, static_cast<const T*>(u.grad) + first);
  edit_as<T>(k, u.param, u.dtype, first, n, [&, at = first](T* p, int64_t count) mutable {
    for (int64_t done = 0; done < count; done += kBlock)
      update_block(loop, at + done, count - done < kBlock ? count - done : kBlock, p + done);
    at += count;
  });
}

} // namespace

void update_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  if (u.dtype == DLOPT_DTYPE_F32) update_typed<float>(k, u, first, n);
  else update_typed<double>(k, u, first, n);
  // A range is at most a chunk, so the gradients are still in the second-level cache.
  if (u.zero_grads) std::memset(element(u.grad, u.grad_dtype, first), 0, size_t(n * bytes_of(u.grad_dtype)));
}

} // namespace dlopt
