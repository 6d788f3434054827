#include "gradient/rows.h"

#include "core/array.h"
#include "core/last_error.h"
#include "core/ranges.h"
#include "core/shape.h"
#include "core/structs.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <algorithm>

namespace dlopt {

namespace {

dlopt_status check_gradient(const dlopt_tensor& t, const char* name, int64_t& numel) noexcept {
  dlopt_tensor known;
  if (dlopt_status status = take(&t, known, name)) return status;
  if (dlopt_status status = check_tensor(t, {name}, numel)) return status;
  if (dlopt_status status = check_gradient_dtype(t.dtype, {name})) return status;
  if (t.ndim < 1) return fail(DLOPT_ERR_SHAPE, "shape of %s: got no dimensions, wanted rows", name);
  if (numel && !t.data) return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s: got NULL, wanted %lld elements", name, (long long)numel);
  return DLOPT_OK;
}

dlopt_status check_alike(const dlopt_tensor& grad, const dlopt_tensor& sums, int64_t numel) noexcept {
  if (sums.dtype != grad.dtype)
    return fail(DLOPT_ERR_DTYPE, "dtype of sums: got %s, wanted %s, as of grad", dtype_name(sums.dtype), dtype_name(grad.dtype));
  if (sums.ndim != grad.ndim || !std::equal(grad.shape, grad.shape + grad.ndim, sums.shape))
    return fail(DLOPT_ERR_SHAPE, "shape of sums: got %s, wanted %s, as of grad", shape_text(sums.shape, sums.ndim).text(),
                shape_text(grad.shape, grad.ndim).text());
  const address_range from = range_of(grad.data, grad.dtype, spacing_of(grad), numel, false, 0);
  const address_range to = range_of(sums.data, sums.dtype, spacing_of(sums), numel, true, 1);
  if (numel && overlap(from, to)) return fail(DLOPT_ERR_INVALID_ARGUMENT, "sums: got memory that overlaps grad");
  return DLOPT_OK;
}

dlopt_status check_indices(const int64_t* indices, int64_t n) noexcept {
  for (int64_t i = 0; i < n; ++i)
    if (indices[i] < 0)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "indices[%lld]: got %lld, wanted 0 or more", (long long)i, (long long)indices[i]);
  return DLOPT_OK;
}

// Sums rows order[0 .. n - 1] of `from` into row `to` of `sums`, a block of columns at a time.
template <class T>
void sum_rows(const kernels& k, const dlopt_tensor& from, const int64_t* order, int64_t n, int64_t length, const dlopt_tensor& sums,
              int64_t to) noexcept {
  alignas(64) T sum[kBlock], one[kBlock];
  for (int64_t column = 0; column < length; column += kBlock) {
    const int64_t width = std::min(kBlock, length - column);
    const auto load = [&](int64_t row, T* row_part) {
      load_as<T>(k, from.data, from.dtype, spacing_of(from), row * length + column, width, row_part);
    };
    load(order[0], sum);
    for (int64_t i = 1; i < n; ++i) {
      load(order[i], one);
      for (int64_t c = 0; c < width; ++c) sum[c] += one[c];
    }
    store_as<T>(k, sum, width, sums.data, from.dtype, spacing_of(sums), to * length + column);
  }
}

} // namespace

dlopt_status coalesce_rows(dlopt_runtime& runtime, const int64_t* indices, const dlopt_tensor& grad, int64_t* unique,
                           const dlopt_tensor& sums, int64_t& count) noexcept {
  int64_t numel = 0, room = 0;
  if (dlopt_status status = check_gradient(grad, "grad", numel)) return status;
  if (dlopt_status status = check_gradient(sums, "sums", room)) return status;
  if (dlopt_status status = check_alike(grad, sums, numel)) return status;
  const int64_t n = grad.shape[0];
  if (n && (!indices || !unique))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %lld numbers", indices ? "unique" : "indices", (long long)n);
  if (indices < unique + n && unique < indices + n) return fail(DLOPT_ERR_INVALID_ARGUMENT, "unique: got memory that overlaps indices");
  if (dlopt_status status = check_indices(indices, n)) return status;
  array<int64_t> order(runtime);
  if (!order.reserve(size_t(n))) return fail(DLOPT_ERR_OUT_OF_MEMORY, "indices: no memory to sort %lld rows", (long long)n);
  for (int64_t i = 0; i < n; ++i) order.add(i);
  std::sort(order.begin(), order.end(),
            [indices](int64_t a, int64_t b) { return indices[a] != indices[b] ? indices[a] < indices[b] : a < b; });
  const kernels& k = current_kernels();
  const int64_t length = n ? numel / n : 0;
  count = 0;
  for (int64_t first = 0, past = 0; first < n; first = past) {
    const int64_t row = indices[order[size_t(first)]];
    while (past < n && indices[order[size_t(past)]] == row) ++past;
    const int64_t* same = order.begin() + first;
    if (grad.dtype == DLOPT_DTYPE_F64) sum_rows<double>(k, grad, same, past - first, length, sums, count);
    else sum_rows<float>(k, grad, same, past - first, length, sums, count);
    unique[count++] = row;
  }
  return DLOPT_OK;
}

} // namespace dlopt
