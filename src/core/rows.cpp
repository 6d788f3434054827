// Which rows of a parameter a step is for: what the caller says, checked.
#include "core/last_error.h"
#include "core/row_steps.h"
#include "core/shape.h"
#include "core/structs.h"

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

bool has_row_shape(const slot& s, int64_t rows, const dlopt_tensor& grad) noexcept {
  if (grad.ndim != s.ndim || grad.shape[0] != rows) return false;
  for (int32_t d = 1; d < s.ndim; ++d)
    if (grad.shape[d] != s.shape[d]) return false;
  return true;
}

dlopt_status check_choice(const char* field, int32_t value, int32_t most, size_t index) noexcept {
  if (value >= 0 && value <= most) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s of rows[%zu]: got %d, wanted 0 to %d", field, index, value, most);
}

dlopt_status check_fields(const dlopt_rows& rows, size_t index) noexcept {
  if (rows.reserved || rows.reserved2)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s of rows[%zu]: got %u, wanted 0", rows.reserved ? "reserved" : "reserved2", index,
                rows.reserved ? rows.reserved : uint32_t(rows.reserved2));
  if (dlopt_status status = check_choice("mask_form", rows.mask_form, DLOPT_MASK_BITS, index)) return status;
  if (dlopt_status status = check_choice("form", rows.form, DLOPT_ROWS_WHOLE, index)) return status;
  if (dlopt_status status = check_choice("mode", rows.mode, DLOPT_ROWS_ZERO_SKIPS, index)) return status;
  if (rows.count < 0)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count of rows[%zu]: got %lld, wanted 0 or more", index, (long long)rows.count);
  if (rows.count && !rows.indices)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "indices of rows[%zu]: got NULL, wanted %lld numbers", index, (long long)rows.count);
  if (rows.mask && rows.indices)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "mask of rows[%zu]: got one beside indices, wanted one of the two", index);
  const bool skips = rows.mode == DLOPT_ROWS_ZERO_SKIPS;
  if (skips != (rows.moved != nullptr))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "moved of rows[%zu]: got %s, wanted %s", index, skips ? "NULL" : "a buffer",
                skips ? "room for a bit for each row" : "NULL without ZERO_SKIPS");
  if (skips && rows.indices && rows.form == DLOPT_ROWS_COMPACT)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "form of rows[%zu]: got a compact gradient with ZERO_SKIPS, wanted a whole one", index);
  return DLOPT_OK;
}

// Whether the gradient lacks rows. A list without rows may have no memory: the gradient's shape tells it from a whole gradient.
bool is_compact(const dlopt_rows& rows, const dlopt_tensor& grad) noexcept {
  if (rows.mask || rows.form == DLOPT_ROWS_WHOLE || rows.mode == DLOPT_ROWS_ZERO_SKIPS) return false;
  return rows.indices || (grad.ndim > 0 && grad.shape && grad.shape[0] == 0);
}

} // namespace

dlopt_status check_rows(const rule_info& rule, const slot& s, const dlopt_rows& rows, const dlopt_tensor& grad, size_t index,
                        bool& some) noexcept {
  if (dlopt_status status = check_fields(rows, index)) return status;
  const bool compact = is_compact(rows, grad);
  some = compact || rows.indices || rows.mask || rows.mode == DLOPT_ROWS_ZERO_SKIPS || rows.form == DLOPT_ROWS_WHOLE;
  if (!some) return DLOPT_OK;
  if (const char* reason = needs_all_rows(rule))
    return fail(DLOPT_ERR_UNSUPPORTED, "rows[%zu]: got some rows, wanted whole gradients for %s: %s", index, rule.name, reason);
  if (rows.mode == DLOPT_ROWS_DECAY_MOMENTS && !rule.leaves_decay)
    return fail(DLOPT_ERR_UNSUPPORTED, "mode of rows[%zu]: got DECAY_MOMENTS, wanted another for %s: its state follows the parameter",
                index, rule.name);
  if (s.ndim == 0) return fail(DLOPT_ERR_SHAPE, "rows[%zu]: got some for %s, which has no dimensions", index, quoted(s.name).text());
  if (!rows_are_blocks(s))
    return fail(DLOPT_ERR_UNSUPPORTED,
                "rows[%zu]: got some rows of %lld elements, wanted whole gradients, or rows of a multiple of %d: %s has states in 8 bits",
                index, (long long)s.row_length, DLOPT_STATES_BLOCK, quoted(s.name).text());
  int64_t numel = 0;
  if (dlopt_status status = check_tensor(grad, {"grads", ptrdiff_t(index)}, numel)) return status;
  const int64_t held = compact ? rows.count : s.shape[0];
  if (!has_row_shape(s, held, grad))
    return fail(DLOPT_ERR_SHAPE, "shape of grads[%zu]: got %s, wanted %lld rows of %s, as declared for %s", index,
                shape_text(grad.shape, grad.ndim).text(), (long long)held, shape_text(s.shape + 1, s.ndim - 1).text(),
                quoted(s.name).text());
  return check_indices(rows, s.shape[0], index);
}

// A mask's rows, and those that have a gradient, are counted once all else is known to be right: until then the set has all rows.
void note_rows(dlopt_optimizer& o, size_t index, const dlopt_rows& rows, const dlopt_tensor& grad) noexcept {
  const slot& s = o.slots[index];
  parameter_update& u = o.updates[index];
  const bool listed = !rows.mask && (rows.indices || is_compact(rows, grad) || rows.form == DLOPT_ROWS_WHOLE);
  u.rows = {};
  u.rows.some = true;
  u.rows.whole = !is_compact(rows, grad);
  u.rows.indices = rows.indices;
  u.rows.mask = {rows.mask, rows.mask_form == DLOPT_MASK_BITS};
  u.rows.total = s.shape[0];
  u.rows.count = listed ? rows.count : s.shape[0];
  u.rows.length = s.row_length;
  o.rows.modes[index] = {rows.mode, rows.moved};
  o.rows.any |= rows.mask || rows.mode != DLOPT_ROWS_SKIP;
  o.numels[index] = u.rows.count * u.rows.length;
  if (u.rows.whole) o.views[index].rows = &u.rows;
  o.changed = true;
}

} // namespace dlopt
