#include "drivers/copy.h"

namespace dlopt {

namespace {

template <class T> void copy_typed(const kernels& k, const parameter_update& u, int64_t first, int64_t n) {
  int64_t at = first;
  read_parameter<T>(k, u.storage, u.param, first, n, [&](const T* p, int64_t count) {
    store_as<T>(k, p, count, u.copy, u.copy_dtype, u.copy_spacing, at);
    at += count;
  });
}

} // namespace

void copy_elements(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  if (u.dtype == DLOPT_DTYPE_F64) copy_typed<double>(k, u, first, n);
  else copy_typed<float>(k, u, first, n);
}

void copy_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept {
  for_each_row_run(u.rows, first, n, [&](int64_t at, int64_t count, int64_t shift) { copy_elements(k, u, at + shift, count); });
}

} // namespace dlopt
