#include "dlopt/scaler.h"

#include "capi/handle.h"
#include "core/registry.h"

using namespace dlopt;

namespace {

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
}

} // namespace

int32_t dlopt_scaler_field_count(void) { return scaler_field_count(); }

dlopt_status dlopt_scaler_field_info(int32_t index, dlopt_hyper_info* info) {
  if (index < 0 || index >= scaler_field_count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted 0 to %d", index, scaler_field_count() - 1);
  return describe(scaler_field_at(index), info);
}

dlopt_status dlopt_scaler_create(dlopt_runtime* runtime, dlopt_scaler** scaler) {
  if (!scaler) return fail(DLOPT_ERR_INVALID_ARGUMENT, "scaler: got NULL, wanted a place for the handle");
  *scaler = nullptr;
  if (dlopt_status status = check_runtime(runtime)) return status;
  *scaler = make_scaler(runtime_or_default(runtime));
  return *scaler ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "scaler: no memory for it");
}

dlopt_status dlopt_scaler_destroy(dlopt_scaler* scaler) {
  if (!scaler) return DLOPT_OK;
  scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  in_use.let_go();
  free_scaler(scaler);
  return DLOPT_OK;
}

dlopt_status dlopt_scaler_set(dlopt_scaler* scaler, dlopt_scaler_field field, double value) {
  const scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  const hyper_row* row = find_scaler_field(field);
  if (!row) return DLOPT_ERR_UNKNOWN_HYPER;
  if (dlopt_status status = check_value(*row, value, "scaler")) return status;
  set_field(*scaler, field, value + 0.0); // -0.0 becomes 0.0
  return DLOPT_OK;
}

dlopt_status dlopt_scaler_get(dlopt_scaler* scaler, dlopt_scaler_field field, double* value) {
  if (!value) return no_place("value");
  const scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  if (!find_scaler_field(field)) return DLOPT_ERR_UNKNOWN_HYPER;
  *value = (*scaler)[field];
  return DLOPT_OK;
}

dlopt_status dlopt_scaler_preset(dlopt_scaler* scaler, const char* name) {
  const scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  return apply_preset(*scaler, name);
}

dlopt_status dlopt_scaler_scale(dlopt_scaler* scaler, double* scale) {
  if (!scale) return no_place("scale");
  const scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  if (dlopt_status status = check_scaler(*scaler)) return status;
  *scale = scale_of(*scaler);
  return DLOPT_OK;
}

dlopt_status dlopt_scaler_update(dlopt_scaler* scaler, int32_t nonfinite) {
  const fp_mode mode;
  const scaler_use in_use(scaler);
  if (dlopt_status status = in_use.status()) return status;
  if (nonfinite != 0 && nonfinite != 1) return fail(DLOPT_ERR_INVALID_ARGUMENT, "nonfinite: got %d, wanted 0 or 1", nonfinite);
  if (dlopt_status status = check_scaler(*scaler)) return status;
  if (nonfinite || (*scaler)[DLOPT_SCALER_FOUND] != 0)
    if (dlopt_status status = check_backoff(*scaler)) return status;
  update_scaler(*scaler, nonfinite);
  return DLOPT_OK;
}
