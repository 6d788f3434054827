#include "state/values.h"

#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cmath>

namespace dlopt {

namespace {

bool is_real(dlopt_dtype dtype) noexcept { return dtype >= DLOPT_DTYPE_F64 && dtype <= DLOPT_DTYPE_BF16; }

} // namespace

dlopt_status check_values(const kept_array_info& its, uint32_t states, const char* name, bool nonfinite) noexcept {
  dlopt_status status = DLOPT_OK;
  const auto count = int64_t(its.bytes) / type_of(its.dtype).bytes;
  if (its.values == kept_values::late)
    for (int64_t i = 0; i < count && !status; ++i)
      if (static_cast<const uint8_t*>(its.data)[i] & ~states)
        status = fail(DLOPT_ERR_OUT_OF_RANGE, "element %lld of %s in the checkpoint: got states that are not kept", (long long)i,
                      quoted(name).text());
  if (!is_real(its.dtype)) return status;
  const bool positive = its.values == kept_values::positive;
  int64_t at = 0;
  read_as<double>(current_kernels(), its.data, its.dtype, 0, count, [&](const double* x, int64_t n) {
    bool fine = true;
    for (int64_t i = 0; i < n; ++i) fine &= (nonfinite || std::isfinite(x[i])) & !(positive && x[i] < 0);
    for (int64_t i = 0; !fine && !status && i < n; ++i)
      if ((!nonfinite && !std::isfinite(x[i])) || (positive && x[i] < 0))
        status = fail(DLOPT_ERR_OUT_OF_RANGE, "element %lld of %s in the checkpoint: got %s, wanted a %s number%s", (long long)(at + i),
                      quoted(name).text(), number(x[i]).text(), positive ? "positive" : "finite",
                      nonfinite ? "" : " (DLOPT_LOAD_NONFINITE lets those in that are not finite)");
    at += n;
  });
  return status;
}

} // namespace dlopt
