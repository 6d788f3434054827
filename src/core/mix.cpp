// Calls beside the step that move one array towards another: parameters into another mode, and the Hessian's diagonal to an estimate.
// As in a step, nothing has changed until the parallel region begins.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/structs.h"
#include "drivers/dispatch.h"

namespace dlopt {

namespace {

struct mix_job {
  dlopt_optimizer& o;
  const kernels& k;
};

void mix_task(void* context, size_t task) {
  const auto& job = *static_cast<const mix_job*>(context);
  job.o.cut.for_each_chunk(task, job.o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    if (job.o.mixes[i].data) mix_range(job.k, job.o.mixes[i], first, n);
  });
}

// Empty rows for all slots, groups as the coming step sees them.
dlopt_status begin(dlopt_optimizer& o, const dlopt_tensor* tensors, size_t count, const char* what) noexcept {
  if (dlopt_status status = check_whole(o)) return status;
  if (count != o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one tensor for each slot", count, o.slots.count());
  if (count && !tensors) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %zu tensors", what, count);
  for (size_t i = 0; i < count; ++i)
    if (dlopt_status status = check_size(tensor_at(tensors, i), *tensors, what, i)) return status;
  for (size_t g = 0; g < o.groups.count(); ++g)
    if (dlopt_status status = refresh_group(o, int32_t(g))) return status;
  forget_accompaniment(o);
  cut_if_changed(o);
  o.mixes.set_count(count);
  for (size_t i = 0; i < count; ++i) o.mixes[i] = {};
  return DLOPT_OK;
}

dlopt_status run(dlopt_optimizer& o) noexcept {
  mix_job job = {o, current_kernels()};
  if (run_parallel(o.runtime, o.cut.n_tasks(), o.cut.elements(), mix_task, &job, o.cut.ran())) return DLOPT_OK;
  o.broken = true;
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; parts of the work were done");
}

// Parameters that share memory would be converted twice.
dlopt_status check_param_overlaps(dlopt_optimizer& o) noexcept {
  for (size_t i = 0; i < o.slots.count(); ++i) {
    parameter_update& u = o.updates[i];
    u.param = o.mixes[i].data;
    u.grad = u.delta = u.copy = nullptr;
    u.rows = {};
    u.dtype = o.slots[i].arithmetic;
    u.storage.spacing = o.mixes[i].storage.spacing;
    u.grad_dtype = 0;
    u.grad_spacing = u.copy_spacing = {};
  }
  return check_overlaps(o, false, false);
}

} // namespace

dlopt_status enter_mode(dlopt_optimizer& o, int32_t mode, const dlopt_tensor* params, size_t count) noexcept {
  if (mode != DLOPT_MODE_TRAIN && mode != DLOPT_MODE_EVAL) return fail(DLOPT_ERR_INVALID_ARGUMENT, "mode: got %d, wanted 0 or 1", mode);
  if (!o.rule.mode_weight || mode == o.mode) return DLOPT_OK;
  if (o.wraps.perturbed)
    return fail(DLOPT_ERR_STATE,
                "optimizer: its parameters are perturbed; wanted them put back (dlopt_optimizer_perturb, or a step) first");
  if (dlopt_status status = begin(o, params, count, "params")) return status;
  const rounded_array entering = mode == DLOPT_MODE_EVAL ? rounded_array::entering_eval : rounded_array::entering_train;
  for (size_t i = 0; i < count; ++i) {
    const slot& s = o.slots[i];
    if (s.removed || !s.numel || (s.fresh & 1)) continue; // state 0 of a fresh one stands at the parameter
    const dlopt_tensor& param = tensor_at(params, i);
    if (dlopt_status status = check_param(s, param, i)) return status;
    const double weight = o.rule.mode_weight(o.groups[size_t(s.group)].now, mode);
    o.mixes[i] = {param.data, s.states[0], storage_of(o, i, spacing_of(param), entering), s.arithmetic, s.arithmetic, weight, {}};
  }
  if (dlopt_status status = check_param_overlaps(o)) return status;
  if (dlopt_status status = run(o)) return status;
  o.mode = mode;
  return DLOPT_OK;
}

dlopt_status take_hessians(dlopt_optimizer& o, const dlopt_tensor* hessians, size_t count) noexcept {
  if (!o.rule.hessian_weight)
    return fail(DLOPT_ERR_UNSUPPORTED, "optimizer: got estimates of the Hessian for %s, wanted a rule that uses them (sophia)",
                o.rule.name);
  if (dlopt_status status = begin(o, hessians, count, "hessians")) return status;
  for (size_t i = 0; i < count; ++i) {
    const slot& s = o.slots[i];
    const dlopt_tensor& estimate = tensor_at(hessians, i);
    if (s.removed || s.frozen || !estimate.data) continue;
    const argument what = {"hessians", ptrdiff_t(i)};
    if (dlopt_status status = check_against(s, estimate, what)) return status;
    if (dlopt_status status = check_gradient_dtype(estimate.dtype, what)) return status;
    const double weight = o.rule.hessian_weight(o.groups[size_t(s.group)].now);
    o.mixes[i] = {s.states[o.rule.hessian_state],
                  estimate.data,
                  stored_plainly(s.arithmetic),
                  s.arithmetic,
                  estimate.dtype,
                  weight,
                  spacing_of(estimate)};
  }
  return run(o);
}

} // namespace dlopt
