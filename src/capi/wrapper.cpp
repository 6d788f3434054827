#include "dlopt/wrapper.h"

#include "capi/handle.h"
#include "core/registry.h"

using namespace dlopt;

namespace {

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
}

} // namespace

int32_t dlopt_wrapper_count(void) { return wrapper_count(); }

const char* dlopt_wrapper_name(dlopt_wrapper wrapper) {
  const wrapper_info* info = find_wrapper(wrapper);
  return info ? info->name : nullptr;
}

int32_t dlopt_wrapper_field_count(dlopt_wrapper wrapper) {
  const wrapper_info* info = find_wrapper(wrapper);
  return info ? info->n_fields : 0;
}

dlopt_status dlopt_wrapper_field_info(dlopt_wrapper wrapper, int32_t index, dlopt_hyper_info* info) {
  const wrapper_info* found = find_wrapper(wrapper);
  if (!found) return fail(DLOPT_ERR_INVALID_ARGUMENT, "wrapper: got %d, wanted 1 to %d", wrapper, wrapper_count());
  if (index < 0 || index >= found->n_fields)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted 0 to %d for %s", index, found->n_fields - 1, found->name);
  return describe(found->fields[index], info);
}

dlopt_status dlopt_optimizer_wrap(dlopt_optimizer* optimizer, dlopt_wrapper wrapper, int32_t* index) {
  if (!index) return no_place("index");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return add_wrapper(*optimizer, wrapper, *index);
}

dlopt_status dlopt_optimizer_wrap_set(dlopt_optimizer* optimizer, int32_t index, dlopt_wrapper_field field, double value) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_wrapped(*optimizer, index)) return status;
  wrapper& w = optimizer->wraps.all[index];
  const hyper_row* row = find_wrap_field(w.kind, field);
  if (!row) return DLOPT_ERR_UNKNOWN_HYPER;
  if (dlopt_status status = check_value(*row, value, dlopt_wrapper_name(w.kind))) return status;
  w.fields.value[field] = value + 0.0; // -0.0 becomes 0.0
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_wrap_get(dlopt_optimizer* optimizer, int32_t index, dlopt_wrapper_field field, double* value) {
  if (!value) return no_place("value");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_wrapped(*optimizer, index)) return status;
  const wrapper& w = optimizer->wraps.all[index];
  if (!find_wrap_field(w.kind, field)) return DLOPT_ERR_UNKNOWN_HYPER;
  *value = w.fields[field];
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_accumulate(dlopt_optimizer* optimizer, const dlopt_tensor* grads, size_t count, double weight,
                                        double* total_weight) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return accumulate(*optimizer, grads, count, weight, total_weight);
}

dlopt_status dlopt_optimizer_perturb(dlopt_optimizer* optimizer, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return perturb(*optimizer, params, grads, count);
}

dlopt_status dlopt_optimizer_param_project(dlopt_optimizer* optimizer, int32_t slot, double lower, double upper, int32_t unit) {
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = find_slot(*optimizer, slot)) return status;
  return project_slot(*optimizer, slot, {lower, upper, unit});
}
