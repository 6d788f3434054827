#include "drivers/follow.h"

namespace dlopt {

namespace {

template <class T> void follow_once(const kernels& k, const followed& f, const follower& one, int64_t first, int64_t n) {
  read_parameter<T>(k, f.storage, f.param, first, n, [&](const T* p, int64_t) {
    if (one.weight == 1) store_as<T>(k, p, n, one.array, f.dtype, one.spacing, first);
    else edit_as<T>(k, one.array, f.dtype, one.spacing, first, n, [&](T* x, int64_t) { typed<T>(k).mix(T(one.weight), n, p, x); });
  });
  if (!one.leads) return;
  read_as<T>(k, one.array, f.dtype, one.spacing, first, n,
             [&](const T* x, int64_t) { store_parameter<T>(k, f.storage, x, n, f.param, first); });
}

// A block at a time, so that the parameter stays in the first-level cache for all of its followers, and is converted in one piece.
template <class T> void follow_typed(const kernels& k, const followed& f, int64_t first, int64_t n) {
  for (int64_t done = 0; done < n; done += kBlock)
    for (int32_t i = 0; i < f.count; ++i) follow_once<T>(k, f, f.each[i], first + done, n - done < kBlock ? n - done : kBlock);
}

} // namespace

void follow_range(const kernels& k, const followed& f, int64_t first, int64_t n) noexcept {
  if (f.dtype == DLOPT_DTYPE_F32) follow_typed<float>(k, f, first, n);
  else follow_typed<double>(k, f, first, n);
}

} // namespace dlopt
