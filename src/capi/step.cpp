#include "dlopt/step.h"

#include "capi/handle.h"
#include "core/shape.h"
#include "core/structs.h"

#include <cmath>

using namespace dlopt;

namespace {

dlopt_step_desc step_defaults() {
  dlopt_step_desc d = {};
  d.struct_size = sizeof d;
  d.grad_scale = 1;
  d.max_norm = d.clip_value = INFINITY;
  d.norm_type = 2;
  d.grad_norm = NAN;
  d.nonfinite = -1;
  d.loss = NAN;
  d.tensor_max_norm = d.agc_clipping = INFINITY;
  d.agc_eps = 1e-3;
  return d;
}

} // namespace

dlopt_status dlopt_step_desc_init(dlopt_step_desc* desc, size_t struct_size) { return init(step_defaults(), desc, struct_size, "desc"); }

namespace {

// Reads a caller's description and makes the call with it, holding its scaler meanwhile.
template <class Call> dlopt_status with_desc(const dlopt_step_desc* desc, dlopt_step_desc& d, Call call) {
  d = step_defaults();
  if (desc)
    if (dlopt_status status = take(desc, d, "desc")) return status;
  return with_scaler(d.scaler, call);
}

} // namespace

dlopt_status dlopt_optimizer_step(dlopt_optimizer* optimizer, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                                  dlopt_step_desc* desc) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_step_desc d;
  if (dlopt_status status = with_desc(desc, d, [&] { return take_step(*optimizer, params, grads, count, d); })) return status;
  return desc ? give(d, desc, "desc") : DLOPT_OK;
}

dlopt_status dlopt_optimizer_observe(dlopt_optimizer* optimizer, int32_t slot, const dlopt_tensor* grad) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  return observe(*optimizer, slot, grad);
}

dlopt_status dlopt_optimizer_step_begin(dlopt_optimizer* optimizer, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                                        const dlopt_step_desc* desc) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_step_desc d;
  if (dlopt_status status = with_desc(desc, d, [&] { return begin_step(*optimizer, params, grads, count, d); })) return status;
  optimizer->run.open = true;
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_step_part(dlopt_optimizer* optimizer, int64_t max_elements, int32_t* done) {
  const use in_use(optimizer, in_pieces::wanted);
  if (dlopt_status status = in_use.status()) return status;
  if (!done) return fail(DLOPT_ERR_INVALID_ARGUMENT, "done: got NULL, wanted a place for the result");
  if (max_elements < 1) return fail(DLOPT_ERR_OUT_OF_RANGE, "max_elements: got %lld, wanted 1 or more", (long long)max_elements);
  bool complete = false;
  const dlopt_status status = with_scaler(optimizer->run.desc.scaler, [&] { return go_on_with_step(*optimizer, max_elements, complete); });
  if (!status) *done = complete;
  return status;
}

dlopt_status dlopt_optimizer_step_end(dlopt_optimizer* optimizer, dlopt_step_desc* desc) {
  const use in_use(optimizer, in_pieces::wanted);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_step_desc d = step_defaults();
  if (desc)
    if (dlopt_status status = take(desc, d, "desc")) return status;
  if (dlopt_status status = with_scaler(optimizer->run.desc.scaler, [&] { return end_step(*optimizer, d); })) return status;
  return desc ? give(d, desc, "desc") : DLOPT_OK;
}

dlopt_status dlopt_optimizer_step_abort(dlopt_optimizer* optimizer) {
  const use in_use(optimizer, in_pieces::wanted);
  if (dlopt_status status = in_use.status()) return status;
  if (optimizer->run.applied)
    return fail(DLOPT_ERR_STATE, "optimizer: parts of the step are applied; wanted dlopt_optimizer_step_part until it is done");
  optimizer->run.open = false;
  return DLOPT_OK;
}

namespace {

// A step on one flat buffer, which the first call declares.
template <class T> dlopt_status step_flat(dlopt_optimizer* optimizer, T* param, const T* grad, size_t n, dlopt_dtype dtype) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (n > INT64_MAX) return fail(DLOPT_ERR_SHAPE, "n: got %zu, wanted less than 2^63", n);
  const int64_t shape[1] = {int64_t(n)};
  const size_t slots = optimizer->slots.count();
  if (slots > 1) return fail(DLOPT_ERR_STATE, "optimizer: got %zu declared parameters, wanted one for a step on a flat buffer", slots);
  if (slots == 1) {
    if (dlopt_status status = find_slot(*optimizer, 0)) return status;
    const slot& s = optimizer->slots[0];
    if (s.numel != int64_t(n)) return fail(DLOPT_ERR_SHAPE, "n: got %zu, wanted %lld, as declared", n, (long long)s.numel);
    if (s.dtype != dtype) return fail(DLOPT_ERR_DTYPE, "param: got %s, wanted %s, as declared", dtype_name(dtype), dtype_name(s.dtype));
  }
  if (n == 0) return DLOPT_OK;
  if (!param) return fail(DLOPT_ERR_INVALID_ARGUMENT, "param: got NULL, wanted %zu elements", n);
  if (!grad) return fail(DLOPT_ERR_INVALID_ARGUMENT, "grad: got NULL, wanted %zu elements", n);
  if (slots == 0)
    if (dlopt_status status = declare_flat(*optimizer, shape, dtype)) return status;
  // The tensors carry the declared shape, whatever its dimensions.
  const slot& s = optimizer->slots[0];
  const dlopt_tensor p = {sizeof p, dtype, s.ndim, DLOPT_DEVICE_CPU, 0, 0, param, s.shape, nullptr};
  const dlopt_tensor g = {sizeof g, dtype, s.ndim, DLOPT_DEVICE_CPU, 0, 0, const_cast<T*>(grad), s.shape, nullptr};
  dlopt_step_desc d = step_defaults();
  const dlopt_status status = take_step(*optimizer, &p, &g, 1, d);
  if (status && slots == 0) forget_last_slot(*optimizer); // the failed call leaves no declaration behind
  return status;
}

} // namespace

dlopt_status dlopt_optimizer_step_f32(dlopt_optimizer* optimizer, float* param, const float* grad, size_t n) {
  return step_flat(optimizer, param, grad, n, DLOPT_DTYPE_F32);
}

dlopt_status dlopt_optimizer_step_f64(dlopt_optimizer* optimizer, double* param, const double* grad, size_t n) {
  return step_flat(optimizer, param, grad, n, DLOPT_DTYPE_F64);
}
