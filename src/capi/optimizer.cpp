#include "dlopt/optimizer.h"

#include "capi/handle.h"
#include "core/state_views.h"
#include "core/structs.h"

#include <cstring>

using namespace dlopt;

namespace {

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
  use in_use(optimizer, in_pieces::allowed);
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
  *copy = copy_optimizer(*optimizer, owner_of(optimizer->runtime), optimizer->outline);
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
  dlopt_param_desc d = param_defaults();
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
  if (dlopt_status status = check_has_states(*optimizer)) return status;
  kept_state found;
  if (dlopt_status status = find_state(*optimizer, slot, name, found)) return status;
  return give(found.view, tensor, "tensor");
}

dlopt_status dlopt_optimizer_memory_query(dlopt_optimizer* optimizer, dlopt_memory* memory) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  dlopt_memory measured = {};
  measure_memory(*optimizer, measured);
  return give(measured, memory, "memory");
}
