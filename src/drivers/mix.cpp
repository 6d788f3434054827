#include "drivers/mix.h"

namespace dlopt {

namespace {

template <class T> void mix_typed(const kernels& k, const array_mix& m, int64_t first, int64_t n) {
  for (int64_t done = 0; done < n; done += kBlock) { // at most a block, so that both sides are converted at the same pace
    const int64_t at = first + done, count = n - done < kBlock ? n - done : kBlock;
    read_as<T>(k, m.toward, m.toward_dtype, m.toward_spacing, at, count, [&](const T* toward, int64_t) {
      edit_parameter<T>(k, m.storage, m.data, at, count, [&](T* x, int64_t) { typed<T>(k).mix(T(m.weight), count, toward, x); });
    });
  }
}

} // namespace

void mix_range(const kernels& k, const array_mix& m, int64_t first, int64_t n) noexcept {
  if (m.dtype == DLOPT_DTYPE_F32) mix_typed<float>(k, m, first, n);
  else mix_typed<double>(k, m, first, n);
}

} // namespace dlopt
