#include "drivers/project.h"

#include <cfloat>

namespace dlopt {

namespace {

// A limit as the parameter's type holds it; a finite one stays finite.
double stored_limit(double limit, dlopt_dtype dtype) {
  constexpr double largest[] = {0, DBL_MAX, FLT_MAX, 65504, 0x1.fep+127};
  if (dtype == DLOPT_DTYPE_F64 || !std::isfinite(limit)) return limit;
  const auto single = float(limited(limit, largest[dtype]));
  if (dtype == DLOPT_DTYPE_F32) return double(single);
  return double(dtype == DLOPT_DTYPE_BF16 ? widen(to_bf16(single)) : widen(to_f16(single)));
}

template <class T>
void project_typed(const kernels& k, const projection& onto, const parameter_storage& storage, void* param, int64_t first, int64_t n) {
  const wrapping_kernels<T>& with = typed<T>(k).wrapping;
  const bool bounded = onto.lower > -INFINITY || onto.upper < INFINITY;
  const T lower = T(stored_limit(onto.lower, storage.dtype)), upper = T(stored_limit(onto.upper, storage.dtype));
  const int64_t block = onto.unit ? kBlock / onto.unit * onto.unit : kBlock; // of whole runs
  for (int64_t done = 0; done < n; done += block)
    edit_parameter<T>(k, storage, param, first + done, n - done < block ? n - done : block, [&](T* x, int64_t count) {
      if (bounded) with.bound(lower, upper, count, x);
      if (onto.unit) with.normalise(onto.unit, count, x);
    });
}

} // namespace

void project_range(const kernels& k, const projection& onto, const parameter_storage& storage, void* param, int64_t first,
                   int64_t n) noexcept {
  if (storage.dtype == DLOPT_DTYPE_F64) project_typed<double>(k, onto, storage, param, first, n);
  else project_typed<float>(k, onto, storage, param, first, n);
}

} // namespace dlopt
