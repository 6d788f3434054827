// Buffers of the caller that follow an edit of rows.
#include "core/row_edit.h"
#include "core/structs.h"
#include "drivers/staging.h"

#include <algorithm>

namespace dlopt {

namespace {

dlopt_status check_buffer(const dlopt_tensor& t, const char* name, int64_t rows, int64_t& numel) noexcept {
  dlopt_tensor known;
  if (dlopt_status status = take(&t, known, name)) return status;
  if (dlopt_status status = check_tensor(t, {name}, numel)) return status;
  if (dlopt_status status = check_has_no_gaps(t, {name})) return status;
  if (t.dtype < DLOPT_DTYPE_F64 || t.dtype > DLOPT_DTYPE_I32)
    return fail(DLOPT_ERR_DTYPE, "dtype of %s: got %d, wanted %d (f64) to %d (i32)", name, t.dtype, DLOPT_DTYPE_F64, DLOPT_DTYPE_I32);
  if (t.ndim < 1) return fail(DLOPT_ERR_SHAPE, "shape of %s: got no dimensions, wanted rows", name);
  if (rows >= 0 && t.shape[0] != rows)
    return fail(DLOPT_ERR_SHAPE, "shape of %s: got %s, wanted %lld rows, as count says", name, shape_text(t.shape, t.ndim).text(),
                (long long)rows);
  if (numel && !t.data) return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s: got NULL, wanted %lld elements", name, (long long)numel);
  return DLOPT_OK;
}

size_t element_bytes(dlopt_dtype dtype) noexcept {
  if (dtype == DLOPT_DTYPE_I8 || dtype == DLOPT_DTYPE_U8) return 1;
  if (dtype == DLOPT_DTYPE_I16) return 2;
  return dtype == DLOPT_DTYPE_I32 ? 4 : size_t(bytes_of(dtype));
}

// Where both are the same memory the map must leave rows readable until they are moved.
dlopt_status check_apart(const row_map& map, const dlopt_tensor& from, const dlopt_tensor& to, size_t row_bytes) noexcept {
  const auto a = reinterpret_cast<uintptr_t>(from.data), b = reinterpret_cast<uintptr_t>(to.data);
  const uintptr_t past_a = a + uintptr_t(from.shape[0]) * row_bytes, past_b = b + uintptr_t(to.shape[0]) * row_bytes;
  if (a >= past_b || b >= past_a || a == past_a || b == past_b) return DLOPT_OK;
  if (a != b) return fail(DLOPT_ERR_INVALID_ARGUMENT, "to: got memory that overlaps from, wanted it apart, or from itself");
  if (follows_in_place(map, from.shape[0])) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "to: got from itself, wanted other memory: source brings rows into another order");
}

} // namespace

dlopt_status apply_edit(const row_map& map, const dlopt_tensor& from, const dlopt_tensor& to) noexcept {
  int64_t held = 0, wanted = 0;
  if (dlopt_status status = check_buffer(from, "from", -1, held)) return status;
  if (dlopt_status status = check_buffer(to, "to", map.count, wanted)) return status;
  if (to.dtype != from.dtype)
    return fail(DLOPT_ERR_DTYPE, "dtype of to: got %s, wanted %s, as of from", dtype_name(to.dtype), dtype_name(from.dtype));
  if (to.ndim != from.ndim || !std::equal(from.shape + 1, from.shape + from.ndim, to.shape + 1))
    return fail(DLOPT_ERR_SHAPE, "shape of to: got %s, wanted rows of %s, as of from", shape_text(to.shape, to.ndim).text(),
                shape_text(from.shape + 1, from.ndim - 1).text());
  if (dlopt_status status = check_sources(map, from.shape[0], "from")) return status;
  const size_t row_bytes = size_t(row_length_of(from.shape, from.ndim)) * element_bytes(from.dtype);
  if (!wanted || !row_bytes) return DLOPT_OK;
  if (dlopt_status status = check_apart(map, from, to, row_bytes)) return status;
  const row_array source = {static_cast<char*>(from.data), row_bytes, from.dtype, 0, true};
  row_array target = source;
  target.data = static_cast<char*>(to.data);
  if (source.data == target.data) move_rows_in_place(map, from.shape[0], source);
  else move_rows(map, source, target);
  return DLOPT_OK;
}

} // namespace dlopt
