// SAM: parameters moved to where the gradient of the next step is taken, and kept.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/dispatch.h"
#include "drivers/staging.h"

#include <cfloat>
#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

struct perturb_job {
  dlopt_optimizer& o;
  const kernels& k;
  int32_t index; // of the wrapper
  bool adaptive;
  double eta;
  double factor; // of the gradients, or of T^2 g; those of parameters that are maximised are negative
};

template <class T> T* kept(const perturb_job& job, size_t i, int64_t first) noexcept {
  return static_cast<T*>(kept_array(job.o, i, job.index)) + first;
}

template <class T> T finite(double x) { return T(sizeof(T) == 4 ? limited(x, double(FLT_MAX)) : x); }

// Calls visit(first element, how many, gradients as T, parameter as T) for the blocks of a chunk; gradients and parameter are copies.
template <class T, class Visit> void in_blocks(const perturb_job& job, size_t i, int64_t first, int64_t n, Visit visit) {
  const parameter_update& u = job.o.updates[i];
  alignas(64) T g[kBlock], p[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t at = first + done, count = n - done < kBlock ? n - done : kBlock;
    load_as<T>(job.k, u.grad, u.grad_dtype, u.grad_spacing, at, count, g);
    load_parameter(job.k, u.storage, u.param, at, count, p);
    if (job.adaptive) typed<T>(job.k).wrapping.weigh_by_size(finite<T>(job.eta), count, p, g);
    visit(at, count, g, p);
  }
}

// T g, whose norm is wanted, written where the parameters will be kept.
template <class T> void weigh_chunk(const perturb_job& job, size_t i, int64_t first, int64_t n) {
  in_blocks<T>(job, i, first, n,
               [&](int64_t at, int64_t count, const T* g, const T*) { std::memcpy(kept<T>(job, i, at), g, size_t(count) * sizeof(T)); });
}

template <class T> void move_chunk(const perturb_job& job, size_t i, int64_t first, int64_t n) {
  const bool climbs = job.o.groups[size_t(job.o.slots[i].group)].set.is(DLOPT_HYPER_MAXIMIZE);
  const T factor = finite<T>(climbs ? -job.factor : job.factor);
  const parameter_update& u = job.o.updates[i];
  const parameter_storage plain = stored_plainly(u.storage.dtype, u.storage.spacing); // what stands beside the parameter is not moved
  in_blocks<T>(job, i, first, n, [&](int64_t at, int64_t count, T* g, T* p) {
    load_parameter(job.k, plain, u.param, at, count, kept<T>(job, i, at));
    if (job.adaptive) typed<T>(job.k).wrapping.weigh_by_size(finite<T>(job.eta), count, p, g);
    typed<T>(job.k).wrapping.add_scaled(factor, count, g, p);
    store_parameter(job.k, plain, p, count, u.param, at);
  });
}

template <class T> void put_back_chunk(const perturb_job& job, size_t i, int64_t first, int64_t n) {
  const parameter_update& u = job.o.updates[i];
  store_parameter(job.k, stored_plainly(u.storage.dtype, u.storage.spacing), kept<T>(job, i, first), n, u.param, first);
}

template <class Chunk> void for_each_moved(const perturb_job& job, size_t task, Chunk chunk) {
  job.o.cut.for_each_chunk(task, job.o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t) {
    if (job.o.updates[i].param) chunk(i, first, n);
  });
}

void weigh_task(void* context, size_t task) {
  const auto& job = *static_cast<const perturb_job*>(context);
  for_each_moved(job, task, [&](size_t i, int64_t first, int64_t n) {
    if (job.o.slots[i].arithmetic == DLOPT_DTYPE_F32) weigh_chunk<float>(job, i, first, n);
    else weigh_chunk<double>(job, i, first, n);
  });
}

void move_task(void* context, size_t task) {
  const auto& job = *static_cast<const perturb_job*>(context);
  for_each_moved(job, task, [&](size_t i, int64_t first, int64_t n) {
    if (job.o.slots[i].arithmetic == DLOPT_DTYPE_F32) move_chunk<float>(job, i, first, n);
    else move_chunk<double>(job, i, first, n);
  });
}

void put_back_task(void* context, size_t task) {
  const auto& job = *static_cast<const perturb_job*>(context);
  for_each_moved(job, task, [&](size_t i, int64_t first, int64_t n) {
    if (job.o.slots[i].arithmetic == DLOPT_DTYPE_F32) put_back_chunk<float>(job, i, first, n);
    else put_back_chunk<double>(job, i, first, n);
  });
}

bool run(perturb_job& job, dlopt_task_fn task) noexcept {
  plan& cut = job.o.cut;
  return run_parallel(job.o.runtime, cut.n_tasks(), cut.elements(), task, &job, cut.ran());
}

dlopt_status torn(dlopt_optimizer& o) noexcept {
  o.broken = true;
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; parts of the parameters were moved");
}

dlopt_status check_call(const dlopt_optimizer& o, const dlopt_tensor* params, bool back, size_t count) noexcept {
  if (dlopt_status status = check_whole(o)) return status;
  if (o.mode == DLOPT_MODE_EVAL)
    return fail(DLOPT_ERR_STATE, "optimizer: it is in eval mode; wanted it in train mode (dlopt_optimizer_mode)");
  if (wrapper_of(o.wraps, DLOPT_WRAPPER_SAM) < 0)
    return fail(DLOPT_ERR_STATE, "optimizer: it does not perturb; wanted it wrapped with sam (dlopt_optimizer_wrap)");
  if (back && !o.wraps.perturbed) return fail(DLOPT_ERR_STATE, "grads: got NULL, but nothing is perturbed that could be put back");
  if (!back && o.wraps.perturbed)
    return fail(DLOPT_ERR_STATE, "optimizer: its parameters are perturbed; wanted a step, or grads NULL to put them back");
  if (count != o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one tensor for each slot", count, o.slots.count());
  if (count && !params) return fail(DLOPT_ERR_INVALID_ARGUMENT, "params: got NULL, wanted %zu tensors", count);
  return DLOPT_OK;
}

// The gradient that a parameter is moved along, if it is.
dlopt_status note_gradient(dlopt_optimizer& o, const dlopt_tensor& grad, const dlopt_tensor& first, size_t i, bool& moves) noexcept {
  const slot& s = o.slots[i];
  const argument what = {"grads", ptrdiff_t(i)};
  if (dlopt_status status = check_size(grad, first, "grads", i)) return status;
  moves = !s.removed && !s.frozen && grad.data;
  if (!moves) return DLOPT_OK;
  if (dlopt_status status = check_against(s, grad, what)) return status;
  if (dlopt_status status = check_gradient_dtype(grad.dtype, what)) return status;
  if (!s.numel) return DLOPT_OK;
  o.updates[i].grad = grad.data;
  o.updates[i].grad_dtype = grad.dtype;
  o.updates[i].grad_spacing = spacing_of(grad);
  o.views[i] = {grad.data, grad.dtype, nullptr, spacing_of(grad)};
  return DLOPT_OK;
}

// Notes the parameters that are moved along gradients, or without any those that are put back.
dlopt_status note_slots(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count, int32_t index) noexcept {
  forget_accompaniment(o);
  for (size_t i = 0; i < count; ++i) {
    const dlopt_tensor& param = tensor_at(params, i);
    parameter_update& u = o.updates[i];
    u.param = u.grad = u.delta = u.copy = nullptr;
    u.rows = {};
    u.dtype = o.slots[i].arithmetic;
    u.storage = storage_of(o, i, {}, rounded_array::parameter);
    u.grad_dtype = 0;
    u.grad_spacing = u.copy_spacing = {};
    o.views[i] = {nullptr, 0};
    bool moves = o.wraps.slots[i].filled >> index & 1u;
    if (dlopt_status status = check_size(param, *params, "params", i)) return status;
    if (grads)
      if (dlopt_status status = note_gradient(o, tensor_at(grads, i), *grads, i, moves)) return status;
    if (!moves) continue;
    if (dlopt_status status = check_param(o.slots[i], param, i)) return status;
    if (o.slots[i].numel) u.param = param.data;
    u.storage.spacing = spacing_of(param);
  }
  return check_overlaps(o, false, false);
}

// rho / (the norm of the gradients + eps).
dlopt_status settle_factor(perturb_job& job) noexcept {
  dlopt_optimizer& o = job.o;
  const wrap_values& fields = o.wraps.all[job.index].fields;
  if (job.adaptive) {
    if (!run(job, weigh_task)) return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
    for (size_t i = 0; i < o.slots.count(); ++i)
      if (o.updates[i].param) o.views[i] = {kept_array(o, i, job.index), o.slots[i].arithmetic};
  }
  norm_result measured;
  if (!gradient_norm(o.runtime, job.k, o.cut, o.views.begin(), o.numels.begin(), o.slots.count(), 2, measured))
    return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
  if (!std::isfinite(measured.norm))
    return fail(DLOPT_ERR_NONFINITE, "grads: got a norm of %s (%lld elements are not finite), wanted a finite one",
                number(measured.norm).text(), (long long)measured.nonfinite);
  job.factor = measured.norm > 0 ? fields[DLOPT_WRAP_RHO] / (measured.norm + fields[DLOPT_WRAP_EPS]) : 0;
  return DLOPT_OK;
}

dlopt_status move(perturb_job& job) noexcept {
  dlopt_optimizer& o = job.o;
  if (dlopt_status status = settle_factor(job)) return status;
  if (!run(job, move_task)) return torn(o);
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (o.updates[i].param) o.wraps.slots[i].filled |= 1u << job.index;
  o.wraps.perturbed = true;
  return DLOPT_OK;
}

dlopt_status put_back(perturb_job& job) noexcept {
  dlopt_optimizer& o = job.o;
  if (!run(job, put_back_task)) return torn(o);
  for (wrapped_slot& its : o.wraps.slots) its.filled &= ~(1u << job.index);
  o.wraps.perturbed = false;
  return DLOPT_OK;
}

} // namespace

dlopt_status perturb(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count) noexcept {
  if (dlopt_status status = check_call(o, params, !grads, count)) return status;
  cut_if_changed(o);
  const int32_t index = wrapper_of(o.wraps, DLOPT_WRAPPER_SAM);
  if (dlopt_status status = note_slots(o, params, grads, count, index)) return status;
  const wrap_values& fields = o.wraps.all[index].fields;
  perturb_job job = {o, current_kernels(), index, fields[DLOPT_WRAP_ADAPTIVE] != 0, fields[DLOPT_WRAP_ETA], 0};
  return grads ? move(job) : put_back(job);
}

} // namespace dlopt
