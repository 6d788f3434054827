// Gradients that hold only some rows of their parameter.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/shape.h"

namespace dlopt {

namespace {

// nullptr, or why a rule cannot leave rows alone.
const char* needs_all_rows(const rule_info& rule) noexcept {
  if (rule.n_sums) return "it needs sums over whole tensors";
  if (rule.cover_state >= 0) return "its rows share what it keeps of columns";
  if (rule.mode_weight) return "its average is one of all steps";
  if (rule.noisy) return "its noise is for every element";
  return nullptr;
}

dlopt_status check_indices(const dlopt_rows& rows, int64_t past, size_t index) noexcept {
  for (int64_t i = 0, least = 0; i < rows.count; ++i) {
    const int64_t row = rows.indices[i];
    if (row >= past || row < 0)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "indices[%lld] of rows[%zu]: got %lld, wanted 0 to %lld", (long long)i, index, (long long)row,
                  (long long)past - 1);
    if (row < least)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "indices[%lld] of rows[%zu]: got %lld after %lld, wanted strictly increasing numbers",
                  (long long)i, index, (long long)row, (long long)least - 1);
    least = row + 1;
  }
  return DLOPT_OK;
}

bool has_row_shape(const slot& s, const dlopt_rows& rows, const dlopt_tensor& grad) noexcept {
  if (grad.ndim != s.ndim || grad.shape[0] != rows.count) return false;
  for (int32_t d = 1; d < s.ndim; ++d)
    if (grad.shape[d] != s.shape[d]) return false;
  return true;
}

} // namespace

dlopt_status check_rows(const rule_info& rule, const slot& s, const dlopt_rows& rows, const dlopt_tensor& grad, size_t index) noexcept {
  if (const char* reason = needs_all_rows(rule))
    return fail(DLOPT_ERR_UNSUPPORTED, "rows[%zu]: got some rows, wanted whole gradients for %s: %s", index, rule.name, reason);
  if (rows.reserved) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved of rows[%zu]: got %u, wanted 0", index, rows.reserved);
  if (s.ndim == 0) return fail(DLOPT_ERR_SHAPE, "rows[%zu]: got some for %s, which has no dimensions", index, quoted(s.name).text());
  if (rows.count < 0)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count of rows[%zu]: got %lld, wanted 0 or more", index, (long long)rows.count);
  if (!rows_are_blocks(s))
    return fail(DLOPT_ERR_UNSUPPORTED,
                "rows[%zu]: got some rows of %lld elements, wanted whole gradients, or rows of a multiple of %d: %s has states in 8 bits",
                index, (long long)(s.numel / s.shape[0]), DLOPT_STATES_BLOCK, quoted(s.name).text());
  int64_t numel = 0;
  if (dlopt_status status = check_tensor(grad, {"grads", ptrdiff_t(index)}, numel)) return status;
  if (!has_row_shape(s, rows, grad))
    return fail(DLOPT_ERR_SHAPE, "shape of grads[%zu]: got %s, wanted %lld rows of %s, as declared for %s", index,
                shape_text(grad.shape, grad.ndim).text(), (long long)rows.count, shape_text(s.shape + 1, s.ndim - 1).text(),
                quoted(s.name).text());
  return check_indices(rows, s.shape[0], index);
}

} // namespace dlopt
