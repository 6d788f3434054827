#include "dlopt/optimizer.h"

#include "capi/handle.h"
#include "core/structs.h"

#include <cmath>
#include <cstring>

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
  return d;
}

dlopt_param_desc param_defaults() {
  dlopt_param_desc d = {};
  d.struct_size = sizeof d;
  d.dtype = DLOPT_DTYPE_F32;
  d.device_type = DLOPT_DEVICE_CPU;
  d.lr_scale = d.decay_scale = 1;
  return d;
}

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
}

// Group numbers of the caller; -1, which stands for every group inside, is none.
dlopt_status check_group(int32_t group) {
  return group >= 0 ? DLOPT_OK : fail(DLOPT_ERR_INVALID_ARGUMENT, "group: got %d, wanted 0 or more", group);
}

} // namespace

dlopt_status dlopt_optimizer_create(dlopt_runtime* runtime, dlopt_rule rule, dlopt_optimizer** optimizer) {
  if (!optimizer) return no_place("optimizer");
  *optimizer = nullptr;
  if (dlopt_status status = check_runtime(runtime)) return status;
  const rule_info* info = find_rule(rule);
  if (!info) return fail(DLOPT_ERR_INVALID_ARGUMENT, "rule: got %d, wanted 1 to %d", rule, rule_count());
  *optimizer = make_optimizer(runtime_or_default(runtime), *info);
  return *optimizer ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "optimizer: no memory for the handle");
}

dlopt_status dlopt_optimizer_destroy(dlopt_optimizer* optimizer) {
  if (!optimizer) return DLOPT_OK;
  use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  in_use.let_go();
  free_optimizer(optimizer);
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_clone(dlopt_optimizer* optimizer, dlopt_optimizer** copy) {
  if (!copy) return no_place("copy");
  *copy = nullptr;
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  *copy = copy_optimizer(*optimizer);
  return *copy ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "clone: no memory for the copy");
}

dlopt_status dlopt_optimizer_set(dlopt_optimizer* optimizer, dlopt_hyper hyper, double value) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return set_hyper(*optimizer, -1, hyper, value);
}

dlopt_status dlopt_optimizer_get(dlopt_optimizer* optimizer, dlopt_hyper hyper, double* value) {
  return dlopt_optimizer_group_get(optimizer, 0, hyper, value);
}

dlopt_status dlopt_optimizer_group_add(dlopt_optimizer* optimizer, int32_t* group) {
  if (!group) return no_place("group");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return add_group(*optimizer, *group);
}

dlopt_status dlopt_optimizer_group_set(dlopt_optimizer* optimizer, int32_t group, dlopt_hyper hyper, double value) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_group(group)) return status;
  return set_hyper(*optimizer, group, hyper, value);
}

dlopt_status dlopt_optimizer_group_get(dlopt_optimizer* optimizer, int32_t group, dlopt_hyper hyper, double* value) {
  if (!value) return no_place("value");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_group(group)) return status;
  double found = 0;
  if (dlopt_status status = get_hyper(*optimizer, group, hyper, found)) return status;
  *value = found;
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_preset(dlopt_optimizer* optimizer, const char* name) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return apply_preset(*optimizer, name);
}

dlopt_status dlopt_optimizer_schedule(dlopt_optimizer* optimizer, int32_t group, dlopt_hyper hyper, const dlopt_schedule* schedule) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (schedule)
    if (dlopt_status status = check_schedule(schedule)) return status;
  return follow_schedule(*optimizer, group, hyper, schedule);
}

dlopt_status dlopt_optimizer_report(dlopt_optimizer* optimizer, double metric) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (!report_metric(*optimizer, metric)) return fail(DLOPT_ERR_STATE, "optimizer: no group follows a plateau schedule");
  return DLOPT_OK;
}

dlopt_status dlopt_param_desc_init(dlopt_param_desc* desc, size_t struct_size) { return init(param_defaults(), desc, struct_size, "desc"); }

dlopt_status dlopt_optimizer_param_add(dlopt_optimizer* optimizer, const dlopt_param_desc* desc, int32_t* slot) {
  if (!slot) return no_place("slot");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_param_desc d;
  if (dlopt_status status = take(desc, d, "desc")) return status;
  return add_slot(*optimizer, d, *slot);
}

int32_t dlopt_optimizer_param_count(const dlopt_optimizer* optimizer) {
  return optimizer && optimizer->tag == kOptimizerTag ? int32_t(optimizer->slots.count()) : 0;
}

dlopt_status dlopt_optimizer_param_remove(dlopt_optimizer* optimizer, int32_t slot) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  remove_slot(*optimizer, slot);
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_param_freeze(dlopt_optimizer* optimizer, int32_t slot, int32_t frozen) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  optimizer->slots[size_t(slot)].frozen = frozen != 0;
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_param_scale(dlopt_optimizer* optimizer, int32_t slot, double lr_scale, double decay_scale) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  return scale_slot(*optimizer, slot, lr_scale, decay_scale);
}

dlopt_status dlopt_optimizer_role_scale(dlopt_optimizer* optimizer, uint32_t roles, double lr_scale, double decay_scale) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return scale_roles(*optimizer, roles, lr_scale, decay_scale);
}

dlopt_status dlopt_optimizer_param_scales(dlopt_optimizer* optimizer, int32_t slot, const dlopt_tensor* lr_scales,
                                          const dlopt_tensor* decay_scales) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  return scale_elements(*optimizer, slot, lr_scales, decay_scales);
}

dlopt_status dlopt_step_desc_init(dlopt_step_desc* desc, size_t struct_size) { return init(step_defaults(), desc, struct_size, "desc"); }

dlopt_status dlopt_optimizer_step(dlopt_optimizer* optimizer, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                                  dlopt_step_desc* desc) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_step_desc d = step_defaults();
  if (desc)
    if (dlopt_status status = take(desc, d, "desc")) return status;
  if (dlopt_status status = take_step(*optimizer, params, grads, count, d)) return status;
  return desc ? give(d, desc, "desc") : DLOPT_OK;
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
    if (s.dtype != dtype)
      return fail(DLOPT_ERR_DTYPE, "param: got %s, wanted %s, as declared", dtype == DLOPT_DTYPE_F32 ? "f32" : "f64",
                  dtype == DLOPT_DTYPE_F32 ? "f64" : "f32");
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

dlopt_status dlopt_optimizer_mode(dlopt_optimizer* optimizer, dlopt_mode mode, const dlopt_tensor* params, size_t count) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return enter_mode(*optimizer, mode, params, count);
}

dlopt_status dlopt_optimizer_hessian(dlopt_optimizer* optimizer, const dlopt_tensor* hessians, size_t count) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return take_hessians(*optimizer, hessians, count);
}

int64_t dlopt_optimizer_steps(const dlopt_optimizer* optimizer) {
  return optimizer && optimizer->tag == kOptimizerTag ? optimizer->steps : 0;
}

dlopt_status dlopt_optimizer_state(dlopt_optimizer* optimizer, int32_t slot, const char* name, dlopt_tensor* tensor) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  const bool shared = slot == DLOPT_SLOT_ALL;
  if (!shared)
    if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  dlopt_tensor view;
  if (dlopt_status status = shared ? view_shared(*optimizer, name, view) : view_state(*optimizer, slot, name, view)) return status;
  return give(view, tensor, "tensor");
}

dlopt_status dlopt_optimizer_stats(dlopt_optimizer* optimizer, int32_t slot, const dlopt_tensor* param, const dlopt_tensor* grad,
                                   dlopt_stats* stats) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  dlopt_stats measured = {};
  if (dlopt_status status = measure_slot(*optimizer, slot, param, grad, measured)) return status;
  return give(measured, stats, "stats");
}

dlopt_status dlopt_optimizer_memory_query(dlopt_optimizer* optimizer, dlopt_memory* memory) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_memory measured = {};
  measure_memory(*optimizer, measured);
  return give(measured, memory, "memory");
}
