// Gradients of several micro-batches, for one step.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

namespace dlopt {

namespace {

struct accumulate_job {
  dlopt_optimizer& o;
  const kernels& k;
  int32_t index; // of the wrapper
  double weight;
};

// The first gradient is assigned, so that nothing needs to be cleared.
template <class T> void add_chunk(const accumulate_job& job, size_t i, int64_t first, int64_t n) {
  const gradient_view& g = job.o.views[i];
  T* const sum = static_cast<T*>(kept_array(job.o, i, job.index)) + first;
  if (!(job.o.wraps.slots[i].filled >> job.index & 1u)) {
    load_as<T>(job.k, g.data, g.dtype, g.spacing, first, n, sum);
    if (job.weight != 1) typed<T>(job.k).scale(T(job.weight), n, sum);
    return;
  }
  T* to = sum;
  read_as<T>(job.k, g.data, g.dtype, g.spacing, first, n, [&](const T* x, int64_t count) {
    typed<T>(job.k).wrapping.add_scaled(T(job.weight), count, x, to);
    to += count;
  });
}

void accumulate_task(void* context, size_t task) {
  const auto& job = *static_cast<const accumulate_job*>(context);
  job.o.cut.for_each_chunk(task, job.o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    if (!job.o.views[i].data) return;
    if (job.o.slots[i].arithmetic == DLOPT_DTYPE_F32) add_chunk<float>(job, i, first, n);
    else add_chunk<double>(job, i, first, n);
  });
}

dlopt_status note_gradient(dlopt_optimizer& o, const dlopt_tensor& grad, const dlopt_tensor& first, size_t i) noexcept {
  const slot& s = o.slots[i];
  const argument what = {"grads", ptrdiff_t(i)};
  o.views[i] = {nullptr, 0};
  if (dlopt_status status = check_size(grad, first, "grads", i)) return status;
  if (s.removed || s.frozen || !grad.data) return DLOPT_OK;
  if (dlopt_status status = check_against(s, grad, what)) return status;
  if (dlopt_status status = check_gradient_dtype(grad.dtype, what)) return status;
  if (s.numel) o.views[i] = {grad.data, grad.dtype, nullptr, spacing_of(grad)};
  return DLOPT_OK;
}

dlopt_status check_call(const dlopt_optimizer& o, const dlopt_tensor* grads, size_t count, double weight) noexcept {
  if (dlopt_status status = check_whole(o)) return status;
  if (wrapper_of(o.wraps, DLOPT_WRAPPER_ACCUMULATE) < 0)
    return fail(DLOPT_ERR_STATE, "optimizer: it does not accumulate; wanted it wrapped with accumulate (dlopt_optimizer_wrap)");
  if (count != o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one tensor for each slot", count, o.slots.count());
  if (count && !grads) return fail(DLOPT_ERR_INVALID_ARGUMENT, "grads: got NULL, wanted %zu tensors", count);
  if (!(weight >= 1 / kLargestAmount && weight <= kLargestAmount))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "weight: got %s, wanted a number in [1e-30, 1e30]", number(weight).text());
  if (!(o.wraps.accumulated + weight <= kLargestAmount))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "weight: got %s, wanted a sum of weights of at most 1e30", number(weight).text());
  return DLOPT_OK;
}

} // namespace

dlopt_status accumulate(dlopt_optimizer& o, const dlopt_tensor* grads, size_t count, double weight, double* total_weight) noexcept {
  if (dlopt_status status = check_call(o, grads, count, weight)) return status;
  cut_if_changed(o);
  for (size_t i = 0; i < count; ++i)
    if (dlopt_status status = note_gradient(o, tensor_at(grads, i), *grads, i)) return status;
  accumulate_job job = {o, current_kernels(), wrapper_of(o.wraps, DLOPT_WRAPPER_ACCUMULATE), weight};
  if (!run_parallel(o.runtime, o.cut.n_tasks(), o.cut.elements(), accumulate_task, &job, o.cut.ran())) {
    o.broken = true;
    return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; parts of the gradients were added");
  }
  for (size_t i = 0; i < count; ++i)
    if (o.views[i].data) o.wraps.slots[i].filled |= 1u << job.index;
  o.wraps.accumulated += weight;
  if (total_weight) *total_weight = o.wraps.accumulated;
  return DLOPT_OK;
}

dlopt_status choose_gradients(dlopt_optimizer& o, size_t count, const dlopt_step_desc& d, const dlopt_tensor*& grads,
                              double& divisor) noexcept {
  const wrapping& w = o.wraps;
  const int32_t index = wrapper_of(w, DLOPT_WRAPPER_ACCUMULATE);
  if (index < 0 || (grads && w.accumulated == 0)) return DLOPT_OK;
  if (grads) return fail(DLOPT_ERR_STATE, "grads: got tensors while gradients are accumulated; wanted NULL, to step with those");
  if (w.accumulated == 0) return fail(DLOPT_ERR_STATE, "grads: got NULL while nothing is accumulated; wanted tensors");
  if (d.rows) return fail(DLOPT_ERR_UNSUPPORTED, "rows of desc: got some, wanted NULL with accumulated gradients, which are whole");
  if (w.all[index].fields.is(DLOPT_WRAP_REDUCE, DLOPT_ACCUMULATE_MEAN)) divisor = w.accumulated;
  if (count != o.slots.count()) return DLOPT_OK; // note_slots tells
  o.wraps.grads.set_count(count);
  for (size_t i = 0; i < count; ++i) {
    const slot& s = o.slots[i];
    void* const sum = w.slots[i].filled >> index & 1u ? kept_array(o, i, index) : nullptr;
    o.wraps.grads[i] = {sizeof(dlopt_tensor), s.arithmetic, s.ndim, DLOPT_DEVICE_CPU, 0, 0, sum, s.shape, nullptr};
  }
  grads = o.wraps.grads.begin();
  return DLOPT_OK;
}

void forget_accumulated(dlopt_optimizer& o) noexcept {
  if (o.wraps.accumulated == 0) return;
  const int32_t index = wrapper_of(o.wraps, DLOPT_WRAPPER_ACCUMULATE);
  for (wrapped_slot& its : o.wraps.slots) its.filled &= ~(1u << index);
  o.wraps.accumulated = 0;
}

} // namespace dlopt
