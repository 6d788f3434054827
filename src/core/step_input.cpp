// What a step is given: options and tensors, checked, and noted in the work space.
#include "core/last_error.h"
#include "core/row_steps.h"
#include "core/step.h"
#include "core/structs.h"

#include <cmath>

namespace dlopt {

constexpr uint32_t kKnownFlags = DLOPT_STEP_ZERO_GRADS | DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM | DLOPT_STEP_FLUSH_DENORMALS;

dlopt_status check_options(const dlopt_step_desc& d) noexcept {
  if (d.flags & ~kKnownFlags) return fail(DLOPT_ERR_INVALID_ARGUMENT, "flags: got %#x, wanted only bits of %#x", d.flags, kKnownFlags);
  if (!(d.grad_scale >= 1 / kLargestAmount && d.grad_scale <= kLargestAmount)) // its inverse must be finite in every arithmetic type
    return fail(DLOPT_ERR_OUT_OF_RANGE, "grad_scale: got %s, wanted a number in [1e-30, 1e30]", number(d.grad_scale).text());
  if (!(d.max_norm >= 0)) return fail(DLOPT_ERR_OUT_OF_RANGE, "max_norm: got %s, wanted 0 or more", number(d.max_norm).text());
  if (!(d.norm_type > 0)) return fail(DLOPT_ERR_OUT_OF_RANGE, "norm_type: got %s, wanted a number above 0", number(d.norm_type).text());
  if (!(d.clip_value >= 0)) return fail(DLOPT_ERR_OUT_OF_RANGE, "clip_value: got %s, wanted 0 or more", number(d.clip_value).text());
  if (!(d.tensor_max_norm >= 0))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "tensor_max_norm: got %s, wanted 0 or more", number(d.tensor_max_norm).text());
  if (!(d.agc_clipping >= 0 && (d.agc_clipping <= kLargestAmount || d.agc_clipping == INFINITY)))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "agc_clipping: got %s, wanted a number in [0, 1e30], or infinity", number(d.agc_clipping).text());
  if (!(d.agc_eps >= 0 && d.agc_eps <= kLargestAmount))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "agc_eps: got %s, wanted a number in [0, 1e30]", number(d.agc_eps).text());
  if (d.copies && d.deltas)
    return fail(DLOPT_ERR_UNSUPPORTED, "copies: got tensors beside deltas, which leave parameters as they are; wanted NULL");
  if (d.max_skips < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "max_skips: got %d, wanted 0 or more", d.max_skips);
  if (d.clip_form != DLOPT_CLIP_TORCH && d.clip_form != DLOPT_CLIP_EXACT)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "clip_form: got %d, wanted 0 or 1", d.clip_form);
  return DLOPT_OK;
}

namespace {

// Writes what the step needs of slot `index` into its row of the work space; an inactive slot gets an empty row.
dlopt_status note_slot(dlopt_optimizer& o, size_t index, const dlopt_tensor& param, const dlopt_tensor& grad,
                       const dlopt_rows& rows) noexcept {
  const slot& s = o.slots[index];
  parameter_update& u = o.updates[index];
  u.param = u.grad = u.delta = u.copy = nullptr;
  u.grad_dtype = u.copy_dtype = 0;
  u.grad_spacing = u.storage.spacing = u.copy_spacing = {};
  u.rows = {};
  o.views[index] = {nullptr, 0};
  if (s.removed || s.frozen) return DLOPT_OK;
  if (!grad.data && !o.groups[size_t(s.group)].set.is(DLOPT_HYPER_NULL_GRAD, DLOPT_NULL_GRAD_ZERO)) return DLOPT_OK;
  if (dlopt_status status = check_param(s, param, index)) return status;
  if (s.form != DLOPT_STATES_FULL)
    if (dlopt_status status = check_few_bits(o, s.group, {"params", ptrdiff_t(index)})) return status;
  bool some_rows = false;
  if (grad.data && rows.struct_size)
    if (dlopt_status status = check_rows(o.rule, s, rows, grad, index, some_rows)) return status;
  if (grad.data && !some_rows && !plainly_as_declared(s, grad))
    if (dlopt_status status = check_against(s, grad, {"grads", ptrdiff_t(index)})) return status;
  if (grad.data)
    if (dlopt_status status = check_gradient_dtype(grad.dtype, {"grads", ptrdiff_t(index)})) return status;
  if (!s.numel) return DLOPT_OK;
  u.param = param.data;
  u.storage.spacing = spacing_of(param);
  u.grad = grad.data;
  u.dtype = s.arithmetic;
  u.grad_dtype = grad.dtype;
  u.grad_spacing = spacing_of(grad);
  o.views[index] = {grad.data, grad.dtype, nullptr, u.grad_spacing};
  if (some_rows) note_rows(o, index, rows, grad);
  return DLOPT_OK;
}

// Notes where the step of a slot that moves is to be written.
dlopt_status note_delta(dlopt_optimizer& o, size_t index, const dlopt_tensor& delta) noexcept {
  parameter_update& u = o.updates[index];
  if (!u.param) return DLOPT_OK;
  const slot& s = o.slots[index];
  if (u.rows.some) return fail(DLOPT_ERR_UNSUPPORTED, "deltas[%zu]: got a tensor for a gradient of rows, wanted a whole gradient", index);
  if (dlopt_status status = check_against(s, delta, {"deltas", ptrdiff_t(index)})) return status;
  if (dlopt_status status = check_gradient_dtype(delta.dtype, {"deltas", ptrdiff_t(index)})) return status;
  if (!delta.data)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of deltas[%zu]: got NULL, wanted %lld elements", index, (long long)s.numel);
  u.delta = delta.data;
  u.delta_dtype = delta.dtype;
  u.delta_spacing = spacing_of(delta);
  return DLOPT_OK;
}

// Notes where a slot that moves is to be copied to.
dlopt_status note_copy(dlopt_optimizer& o, size_t index, const dlopt_tensor& copy) noexcept {
  parameter_update& u = o.updates[index];
  if (!u.param || !copy.data) return DLOPT_OK;
  const slot& s = o.slots[index];
  if (!plainly_as_declared(s, copy))
    if (dlopt_status status = check_against(s, copy, {"copies", ptrdiff_t(index)})) return status;
  if (dlopt_status status = check_gradient_dtype(copy.dtype, {"copies", ptrdiff_t(index)})) return status;
  u.copy = copy.data;
  u.copy_dtype = copy.dtype;
  u.copy_spacing = spacing_of(copy);
  return DLOPT_OK;
}

// What of the other tensors of a description belongs to a slot.
dlopt_status note_beside(dlopt_optimizer& o, size_t index, const dlopt_step_desc& d) noexcept {
  if (d.agc_clipping < INFINITY && o.updates[index].rows.some)
    return fail(DLOPT_ERR_UNSUPPORTED, "agc_clipping: got %s for a gradient of rows (slot %zu), wanted infinity or a whole gradient",
                number(d.agc_clipping).text(), index);
  if (d.deltas) {
    const dlopt_tensor& delta = tensor_at(d.deltas, index);
    if (dlopt_status status = check_size(delta, *d.deltas, "deltas", index)) return status;
    if (dlopt_status status = note_delta(o, index, delta)) return status;
  }
  if (!d.copies) return DLOPT_OK;
  const dlopt_tensor& copy = tensor_at(d.copies, index);
  if (dlopt_status status = check_size(copy, *d.copies, "copies", index)) return status;
  return note_copy(o, index, copy);
}

// The rows of slot `index`: none given for any, or none for this one, stands for all.
dlopt_status rows_at(const dlopt_rows* all, size_t index, dlopt_rows& rows) noexcept {
  rows = {};
  if (!all) return DLOPT_OK;
  const auto& its = *reinterpret_cast<const dlopt_rows*>(reinterpret_cast<const char*>(all) + index * all->struct_size);
  if (its.struct_size != all->struct_size)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of rows[%zu]: got %u, wanted %u, as of rows[0]", index, its.struct_size,
                all->struct_size);
  return take(&its, rows, "rows");
}

} // namespace

dlopt_status note_slots(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                        const dlopt_step_desc& d) noexcept {
  if (count != o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one tensor for each slot", count, o.slots.count());
  if (!count) return DLOPT_OK;
  if (!params || !grads) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %zu tensors", params ? "grads" : "params", count);
  o.rows.modes.set_count(count);
  o.rows.any = false;
  for (size_t i = 0; i < count; ++i) {
    const dlopt_tensor &param = tensor_at(params, i), &grad = tensor_at(grads, i);
    if (dlopt_status status = check_size(param, *params, "params", i)) return status;
    if (dlopt_status status = check_size(grad, *grads, "grads", i)) return status;
    dlopt_rows its;
    if (dlopt_status status = rows_at(d.rows, i, its)) return status;
    if (dlopt_status status = note_slot(o, i, param, grad, its)) return status;
    if (dlopt_status status = note_beside(o, i, d)) return status;
  }
  if (o.changed) o.cut.cut(o.numels.begin(), count);
  return DLOPT_OK;
}

} // namespace dlopt
