// Factors of learning rate and weight decay for each element of a parameter, or for each column.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/shape.h"
#include "core/structs.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

namespace dlopt {

namespace {

// The number of factors in a tensor of scales: one for each element, or one for each column (the last dimension).
dlopt_status count_scales(const slot& s, const dlopt_tensor& t, const char* what, int64_t& count) noexcept {
  dlopt_tensor known;
  if (dlopt_status status = take(&t, known, what)) return status;
  if (dlopt_status status = check_tensor(known, {what}, count)) return status;
  if (dlopt_status status = check_gradient_dtype(known.dtype, {what})) return status;
  const bool columns = s.ndim > 0 && known.ndim == 1 && known.shape[0] == s.shape[s.ndim - 1];
  if (!columns && !same_shape(s, known))
    return fail(DLOPT_ERR_SHAPE, "shape of %s: got %s, wanted %s, as declared for %s, or its last dimension alone", what,
                shape_text(known.shape, known.ndim).text(), shape_text(s.shape, s.ndim).text(), quoted(s.name).text());
  if (!known.data && count) return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s: got NULL, wanted %lld elements", what, (long long)count);
  return DLOPT_OK;
}

// Calls visit(value) for each, in double; stops at the first that fails.
template <class Visit> dlopt_status for_each_scale(const dlopt_tensor& t, int64_t count, Visit visit) noexcept {
  dlopt_status status = DLOPT_OK;
  int64_t at = 0;
  read_as<double>(current_kernels(), t.data, t.dtype, spacing_of(t), 0, count, [&](const double* values, int64_t n) {
    for (int64_t i = 0; i < n && !status; ++i) status = visit(at++, values[i]);
  });
  return status;
}

dlopt_status check_values(const dlopt_tensor& t, const char* what, int64_t count) noexcept {
  return for_each_scale(t, count, [&](int64_t at, double value) -> dlopt_status {
    if (value >= 0 && value <= kLargestScale) return DLOPT_OK;
    return fail(DLOPT_ERR_OUT_OF_RANGE, "element %lld of %s: got %s, wanted a number in [0, 1e6]", (long long)at, what,
                number(value).text());
  });
}

// Writes `count` factors, or as many ones, in the arithmetic type.
template <class T> void write_scales(const dlopt_tensor* t, int64_t from, int64_t count, T* to) noexcept {
  for (int64_t i = 0; i < count; ++i) to[i] = T(1);
  if (!t) return;
  // Columns repeat to fill the elements, where the other tensor has a factor for each.
  for_each_scale(*t, from, [&](int64_t at, double value) -> dlopt_status {
    for (int64_t i = at; i < count; i += from) to[i] = T(value);
    return DLOPT_OK;
  });
}

} // namespace

dlopt_status scale_elements(dlopt_optimizer& o, int32_t index, const dlopt_tensor* lr_scales, const dlopt_tensor* decay_scales) noexcept {
  slot& s = o.slots[size_t(index)];
  const dlopt_tensor* given[] = {lr_scales, decay_scales};
  const char* const names[] = {"lr_scales", "decay_scales"};
  int64_t counts[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    if (!given[i]) continue;
    if (dlopt_status status = count_scales(s, *given[i], names[i], counts[i])) return status;
    if (dlopt_status status = check_values(*given[i], names[i], counts[i])) return status;
  }
  const int64_t period = counts[0] > counts[1] ? counts[0] : counts[1];
  block made = {};
  const int64_t room = period == s.numel && room_of(s) > period ? room_of(s) : period; // rows may come that need factors, too
  if (period) {
    size_t bytes;
    const bool countable = !__builtin_mul_overflow(size_t(room), 2 * size_t(bytes_of(s.arithmetic)), &bytes) && bytes <= PTRDIFF_MAX;
    if (countable) made = {allocate(o.runtime, bytes), bytes};
    if (!made.memory) return fail(DLOPT_ERR_OUT_OF_MEMORY, "param_scales: no memory for %lld factors", (long long)period);
    for (int i = 0; i < 2; ++i) {
      void* to = static_cast<char*>(made.memory) + size_t(i) * bytes / 2;
      if (s.arithmetic == DLOPT_DTYPE_F32) write_scales(given[i], counts[i], period, static_cast<float*>(to));
      else write_scales(given[i], counts[i], period, static_cast<double*>(to));
    }
  }
  release(o.runtime, s.scales.memory, s.scales.bytes);
  s.scales = made;
  s.scale_period = period;
  s.lr_scales = lr_scales && period ? made.memory : nullptr;
  s.decay_scales = decay_scales && period ? static_cast<const char*>(made.memory) + made.bytes / 2 : nullptr;
  return DLOPT_OK;
}

} // namespace dlopt
