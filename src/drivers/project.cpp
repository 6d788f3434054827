#include "drivers/project.h"

#include "drivers/staging.h"

#include <cfloat>

namespace dlopt {

namespace {

// A finite limit stays finite as a float.
template <class T> T limit_as(double limit) {
  if (sizeof(T) == 4 && std::isfinite(limit)) return T(limit > FLT_MAX ? FLT_MAX : limit < -FLT_MAX ? -FLT_MAX : limit);
  return T(limit);
}

template <class T> void project_typed(const kernels& k, const projection& onto, void* param, dlopt_dtype dtype, int64_t first, int64_t n) {
  const wrapping_kernels<T>& with = typed<T>(k).wrapping;
  const bool bounded = onto.lower > -INFINITY || onto.upper < INFINITY;
  const int64_t block = onto.unit ? kBlock / onto.unit * onto.unit : kBlock; // of whole runs
  for (int64_t done = 0; done < n; done += block)
    edit_as<T>(k, param, dtype, first + done, n - done < block ? n - done : block, [&](T* x, int64_t count) {
      if (bounded) with.bound(limit_as<T>(onto.lower), limit_as<T>(onto.upper), count, x);
      if (onto.unit) with.normalise(onto.unit, count, x);
    });
}

} // namespace

void project_range(const kernels& k, const projection& onto, void* param, dlopt_dtype dtype, int64_t first, int64_t n) noexcept {
  if (dtype == DLOPT_DTYPE_F32) project_typed<float>(k, onto, param, dtype, first, n);
  else project_typed<double>(k, onto, param, dtype, first, n);
}

} // namespace dlopt
