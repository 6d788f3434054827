#include "dlopt/place.h"

#include "capi/handle.h"
#include "core/placement.h"

using namespace dlopt;

dlopt_status dlopt_optimizer_outline(dlopt_runtime* runtime, dlopt_rule rule, dlopt_optimizer** outline) {
  if (!outline) return fail(DLOPT_ERR_INVALID_ARGUMENT, "outline: got NULL, wanted a place for the result");
  if (dlopt_status status = dlopt_optimizer_create(runtime, rule, outline)) return status;
  (*outline)->outline = true;
  return DLOPT_OK;
}

dlopt_status dlopt_optimizer_size(dlopt_optimizer* optimizer, size_t* bytes) {
  if (!bytes) return fail(DLOPT_ERR_INVALID_ARGUMENT, "bytes: got NULL, wanted a place for the result");
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  return measure_placed(*optimizer, *bytes);
}

dlopt_status dlopt_optimizer_place(dlopt_optimizer* optimizer, void* memory, size_t bytes, dlopt_optimizer** placed) {
  if (!placed) return fail(DLOPT_ERR_INVALID_ARGUMENT, "placed: got NULL, wanted a place for the result");
  *placed = nullptr;
  const use in_use(optimizer);
  if (dlopt_status status = in_use.status()) return status;
  if (!memory) return fail(DLOPT_ERR_INVALID_ARGUMENT, "memory: got NULL, wanted a block");
  return place_optimizer(*optimizer, memory, bytes, *placed);
}
