#include "dlopt/rows.h"

#include "capi/handle.h"
#include "core/structs.h"
#include "gradient/rows.h"

using namespace dlopt;

dlopt_status dlopt_rows_coalesce(dlopt_runtime* runtime, const int64_t* indices, const dlopt_tensor* grad, int64_t* unique,
                                 const dlopt_tensor* sums, int64_t* count) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!grad || !sums) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a tensor", grad ? "sums" : "grad");
  if (!count) return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got NULL, wanted a place for the number");
  return coalesce_rows(runtime_or_default(runtime), indices, *grad, unique, *sums, *count);
}
