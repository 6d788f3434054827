#include "dlopt/rows.h"

#include "capi/handle.h"
#include "core/row_edit.h"
#include "core/structs.h"
#include "gradient/rows.h"

using namespace dlopt;

dlopt_status dlopt_rows_coalesce(dlopt_runtime* runtime, const int64_t* indices, const dlopt_tensor* grad, int64_t* unique,
                                 const dlopt_tensor* sums, int64_t* count) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!grad || !sums) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a tensor", grad ? "sums" : "grad");
  if (!count) return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got NULL, wanted a place for the number");
  return coalesce_rows(runtime_or_default(runtime), indices, *grad, unique, *sums, *count);
}

namespace {

dlopt_status take_edit(const dlopt_rows_edit* edit, row_map& map) {
  dlopt_rows_edit e = {};
  if (dlopt_status status = take(edit, e, "edit")) return status;
  if (e.reserved) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved of edit: got %u, wanted 0", e.reserved);
  if (e.count < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "count of edit: got %lld, wanted 0 or more", (long long)e.count);
  if (e.count && !e.source)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "source of edit: got NULL, wanted %lld numbers of rows", (long long)e.count);
  map = {e.count, e.source};
  return DLOPT_OK;
}

} // namespace

dlopt_status dlopt_optimizer_rows_reserve(dlopt_optimizer* optimizer, const int32_t* slots, size_t n_slots, int64_t rows) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return reserve_rows(*optimizer, {slots, n_slots}, rows);
}

dlopt_status dlopt_optimizer_rows_edit(dlopt_optimizer* optimizer, const int32_t* slots, size_t n_slots, const dlopt_rows_edit* edit) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  row_map map;
  if (dlopt_status status = take_edit(edit, map)) return status;
  return edit_rows(*optimizer, {slots, n_slots}, map);
}

dlopt_status dlopt_optimizer_rows_reset(dlopt_optimizer* optimizer, const int32_t* slots, size_t n_slots, const int64_t* rows,
                                        size_t n_rows) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (n_rows > INT64_MAX) return fail(DLOPT_ERR_OUT_OF_RANGE, "n_rows: got %zu, wanted less than 2^63", n_rows);
  return reset_rows(*optimizer, {slots, n_slots}, rows, int64_t(n_rows));
}

dlopt_status dlopt_rows_apply(const dlopt_rows_edit* edit, const dlopt_tensor* from, const dlopt_tensor* to) {
  row_map map;
  if (dlopt_status status = take_edit(edit, map)) return status;
  if (!from || !to) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a tensor", from ? "to" : "from");
  return apply_edit(map, *from, *to);
}
