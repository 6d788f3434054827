// Strides of the caller's tensors: which of them are built, and how elements lie by them.
#include "core/shape.h"

namespace dlopt {

namespace {

constexpr int64_t kLongestReach = PTRDIFF_MAX / 8; // in elements, of 8 bytes at most

// Calls visit(dimension, its size, its stride) for those that lead to more than one element, from the last to the first, until it fails.
template <class Visit> dlopt_status for_each_stride(const dlopt_tensor& t, Visit visit) noexcept {
  for (int32_t d = t.ndim - 1; d >= 0; --d)
    if (t.shape[d] != 1)
      if (dlopt_status status = visit(d, t.shape[d], t.strides[d])) return status;
  return DLOPT_OK;
}

// Whether each dimension's stride steps over all that a dimension of a smaller one leads to: then no two elements share memory.
bool nests(const dlopt_tensor& t) noexcept {
  for (int32_t a = 0; a < t.ndim; ++a)
    for (int32_t b = 0; b < t.ndim; ++b) {
      int64_t past = 0;
      if (a == b || t.shape[a] == 1 || t.shape[b] == 1 || t.strides[a] > t.strides[b]) continue;
      if (__builtin_mul_overflow(t.strides[a], t.shape[a], &past) || t.strides[b] < past) return false;
    }
  return true;
}

// A stride that does not step over what comes after its dimension.
dlopt_status too_short(const dlopt_tensor& t, argument what, int32_t d, int64_t wanted) noexcept {
  const bool permuted = nests(t);
  return fail(permuted ? DLOPT_ERR_UNSUPPORTED : DLOPT_ERR_INVALID_ARGUMENT, "strides of %s: got %lld in dimension %d, wanted %lld%s",
              argument_text(what).text(), (long long)t.strides[d], d, (long long)wanted,
              permuted ? ": row-major, with one size of gap at most" : " or more: elements share memory");
}

dlopt_status second_gap(argument what, int64_t stride, int32_t d, int64_t wanted) noexcept {
  return fail(DLOPT_ERR_UNSUPPORTED, "strides of %s: got %lld in dimension %d, wanted %lld: gaps of one size, as between structures",
              argument_text(what).text(), (long long)stride, d, (long long)wanted);
}

dlopt_status too_far(argument what, int64_t stride, int32_t d) noexcept {
  return fail(DLOPT_ERR_SHAPE, "strides of %s: got %lld in dimension %d, wanted less than 2^63 bytes from the first element to the last",
              argument_text(what).text(), (long long)stride, d);
}

} // namespace

dlopt_status check_strides(const dlopt_tensor& t, argument what) noexcept {
  const dlopt_status status = for_each_stride(t, [&](int32_t d, int64_t, int64_t stride) -> dlopt_status {
    if (stride > 0) return DLOPT_OK;
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "strides of %s: got %lld in dimension %d, wanted 1 or more", argument_text(what).text(),
                (long long)stride, d);
  });
  if (status) return status;
  bool has_gaps = false;
  int64_t next = 1; // what a dimension's stride is, if no gap begins with it
  return for_each_stride(t, [&](int32_t d, int64_t size, int64_t stride) -> dlopt_status {
    if (stride < next) return too_short(t, what, d, next);
    if (has_gaps && stride > next) return second_gap(what, stride, d, next);
    has_gaps |= stride > next;
    if (__builtin_mul_overflow(stride, size, &next) || next > kLongestReach) return too_far(what, stride, d);
    return DLOPT_OK;
  });
}

dlopt_status check_has_no_gaps(const dlopt_tensor& t, argument what) noexcept {
  const element_spacing spacing = spacing_of(t);
  if (!spacing.has_gaps()) return DLOPT_OK;
  return fail(DLOPT_ERR_UNSUPPORTED, "strides of %s: got %lld elements from one unit of %lld to the next, wanted no gaps between them",
              argument_text(what).text(), (long long)spacing.stride, (long long)spacing.unit);
}

element_spacing spacing_of(const dlopt_tensor& t) noexcept {
  element_spacing spacing;
  if (!t.strides) return spacing;
  for (int32_t d = 0; d < t.ndim; ++d)
    if (t.shape[d] == 0) return spacing;
  int64_t next = 1;
  for_each_stride(t, [&](int32_t, int64_t size, int64_t stride) -> dlopt_status {
    if (stride != next && !spacing.has_gaps()) spacing = {next, stride};
    next *= size;
    return DLOPT_OK;
  });
  return spacing;
}

dlopt_status check_stride(int64_t stride, int64_t n, argument what) noexcept {
  if (stride < 1) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got %lld, wanted 1 or more", argument_text(what).text(), (long long)stride);
  if (n > 0 && stride > kLongestReach / n)
    return fail(DLOPT_ERR_SHAPE, "%s: got %lld for %lld elements, wanted less than 2^63 bytes from the first to the last",
                argument_text(what).text(), (long long)stride, (long long)n);
  return DLOPT_OK;
}

} // namespace dlopt
