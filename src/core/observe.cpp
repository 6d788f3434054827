// Gradients that are measured while they are still in the cache, so that the step need not read them for their norm.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/structs.h"
#include "drivers/dispatch.h"
#include "drivers/measure.h"

namespace dlopt {

namespace {

struct observe_job {
  const kernels& k;
  gradient_view view;
  int64_t numel;
  double* parts;
};

void observe_task(void* context, size_t chunk) {
  const auto& job = *static_cast<const observe_job*>(context);
  const int64_t first = int64_t(chunk) * kChunk, left = job.numel - first;
  job.parts[chunk] = measure_range(job.k, quantity::squares, 2, 1, job.view, first, left < kChunk ? left : kChunk);
}

void forget(dlopt_optimizer& o, size_t index) noexcept {
  o.n_observed -= o.observations[index].data != nullptr;
  o.observations[index].data = nullptr;
}

dlopt_status check_call(const dlopt_optimizer& o, const slot& s, const dlopt_tensor* grad) noexcept {
  if (o.broken) return fail(DLOPT_ERR_STATE, "optimizer: a step was torn by parallel_for; wanted it destroyed");
  if (wrapper_of(o.wraps, DLOPT_WRAPPER_ACCUMULATE) >= 0)
    return fail(DLOPT_ERR_UNSUPPORTED, "optimizer: it accumulates; wanted one that steps with the gradients that are observed");
  if (!grad || !grad->data) return DLOPT_OK;
  dlopt_tensor known;
  if (dlopt_status status = take(grad, known, "grad")) return status;
  if (dlopt_status status = check_against(s, *grad, {"grad"})) return status;
  return check_gradient_dtype(grad->dtype, {"grad"});
}

} // namespace

dlopt_status observe(dlopt_optimizer& o, int32_t index, const dlopt_tensor* grad) noexcept {
  const slot& s = o.slots[size_t(index)];
  if (dlopt_status status = check_call(o, s, grad)) return status;
  cut_if_changed(o);
  forget(o, size_t(index));
  if (!grad || !grad->data || !s.numel) return DLOPT_OK;
  observation& its = o.observations[size_t(index)];
  observe_job job = {current_kernels(), {grad->data, grad->dtype, nullptr, spacing_of(*grad)}, s.numel, o.observed.begin() + its.first};
  // No task of the plan is smaller than a chunk, or it holds many chunks: there is a flag for each chunk of one slot.
  if (!run_parallel(o.runtime, size_t(chunks_of(s.numel)), s.numel, observe_task, &job, o.cut.ran()))
    return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing is observed of this gradient");
  its.data = grad->data;
  its.dtype = grad->dtype;
  its.spacing = spacing_of(*grad);
  ++o.n_observed;
  return DLOPT_OK;
}

dlopt_status check_observations(const dlopt_optimizer& o) noexcept {
  for (size_t i = 0; o.n_observed && i < o.slots.count(); ++i) {
    const observation& its = o.observations[i];
    if (!its.data || !o.views[i].data) continue;
    if (o.updates[i].rows.some)
      return fail(DLOPT_ERR_UNSUPPORTED, "rows[%zu]: got some rows, wanted the whole gradient that was observed, or none observed", i);
    if (its.data != o.views[i].data || its.dtype != o.views[i].dtype || its.spacing != o.views[i].spacing)
      return fail(DLOPT_ERR_STATE,
                  "grads[%zu]: got another buffer, dtype or strides than was observed; wanted that one, or it observed anew", i);
  }
  return DLOPT_OK;
}

void forget_observations(dlopt_optimizer& o) noexcept {
  for (observation& its : o.observations) its.data = nullptr;
  o.n_observed = 0;
}

void lay_out_observations(dlopt_optimizer& o) noexcept {
  const size_t n = o.slots.count();
  int64_t first = 0;
  o.observations.set_count(n);
  for (size_t i = 0; i < n; ++i) {
    o.observations[i] = {nullptr, 0, {}, first};
    first += chunks_of(o.slots[i].numel);
  }
  o.n_observed = 0;
}

} // namespace dlopt
