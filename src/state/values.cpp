#include "state/values.h"

#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cmath>

namespace dlopt {

namespace {

// Whether all bits of an exponent are set, or a number that should not is below zero, anywhere; by the bits, so that no number is
// converted.
template <class Bits, Bits exponent> bool any_wrong(const void* numbers, int64_t n, bool nonfinite, bool positive) noexcept {
  constexpr Bits kSign = Bits(Bits(1) << (8 * sizeof(Bits) - 1));
  const Bits least = nonfinite ? Bits(exponent + 1) : exponent; // a NaN is never below zero
  const auto* const bits = static_cast<const Bits*>(numbers);
  Bits wrong = 0;
  for (int64_t i = 0; i < n; ++i) {
    const Bits magnitude = Bits(bits[i] & Bits(~kSign));
    const Bits not_finite = Bits(!nonfinite & (magnitude >= exponent));
    const Bits negative = Bits(positive & (bits[i] > kSign) & (magnitude < least));
    wrong = Bits(wrong | not_finite | negative);
  }
  return wrong != 0;
}

bool any_wrong(const kept_array_info& its, int64_t n, bool nonfinite, bool positive) noexcept {
  switch (its.dtype) {
  case DLOPT_DTYPE_F64: return any_wrong<uint64_t, 0x7ff0000000000000u>(its.data, n, nonfinite, positive);
  case DLOPT_DTYPE_F32: return any_wrong<uint32_t, 0x7f800000u>(its.data, n, nonfinite, positive);
  case DLOPT_DTYPE_F16: return any_wrong<uint16_t, 0x7c00u>(its.data, n, nonfinite, positive);
  case DLOPT_DTYPE_BF16: return any_wrong<uint16_t, 0x7f80u>(its.data, n, nonfinite, positive);
  default: return false;
  }
}

dlopt_status name_first_wrong(const kept_array_info& its, int64_t count, const char* name, bool nonfinite, bool positive) noexcept {
  dlopt_status status = DLOPT_OK;
  int64_t at = 0;
  read_as<double>(current_kernels(), its.data, its.dtype, {}, 0, count, [&](const double* x, int64_t n) {
    for (int64_t i = 0; !status && i < n; ++i)
      if ((!nonfinite && !std::isfinite(x[i])) || (positive && x[i] < 0))
        status = fail(DLOPT_ERR_OUT_OF_RANGE, "element %lld of %s in the checkpoint: got %s, wanted a %s number%s", (long long)(at + i),
                      quoted(name).text(), number(x[i]).text(), positive ? "positive" : "finite",
                      nonfinite ? "" : " (DLOPT_LOAD_NONFINITE lets those in that are not finite)");
    at += n;
  });
  return status;
}

dlopt_status check_late(const kept_array_info& its, int64_t count, uint32_t states, const char* name) noexcept {
  for (int64_t i = 0; i < count; ++i)
    if (static_cast<const uint8_t*>(its.data)[i] & ~states)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "element %lld of %s in the checkpoint: got states that are not kept", (long long)i,
                  quoted(name).text());
  return DLOPT_OK;
}

} // namespace

dlopt_status check_values(const kept_array_info& its, uint32_t states, const char* name, bool nonfinite) noexcept {
  const auto count = int64_t(its.bytes) / type_of(its.dtype).bytes;
  if (its.values == kept_values::late) return check_late(its, count, states, name);
  const bool positive = its.values == kept_values::positive;
  return any_wrong(its, count, nonfinite, positive) ? name_first_wrong(its, count, name, nonfinite, positive) : DLOPT_OK;
}

} // namespace dlopt
