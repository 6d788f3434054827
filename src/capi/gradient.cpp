#include "dlopt/gradient.h"

#include "capi/handle.h"
#include "gradient/rows.h"
#include "gradient/tensors.h"

#include <cmath>

using namespace dlopt;

namespace {

dlopt_status check_norm_type(double p) {
  return p > 0 ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_RANGE, "p: got %s, wanted a number above 0, or infinity", number(p).text());
}

dlopt_status check_limit(const char* name, double value) {
  return value >= 0 ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %s, wanted 0 or more", name, number(value).text());
}

} // namespace

dlopt_status dlopt_grad_norm(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double p, double* norm, int64_t* nonfinite) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!norm) return fail(DLOPT_ERR_INVALID_ARGUMENT, "norm: got NULL, wanted a place for the number");
  if (dlopt_status status = check_norm_type(p)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  norm_result result;
  if (dlopt_status status = tensors.read(grads, count)) return status;
  if (dlopt_status status = tensors.norm(p, result)) return status;
  *norm = result.norm;
  if (nonfinite) *nonfinite = result.nonfinite;
  return DLOPT_OK;
}

dlopt_status dlopt_clip_norm(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double max_norm, double p,
                             dlopt_clip_form form, double* norm) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_limit("max_norm", max_norm)) return status;
  if (dlopt_status status = check_norm_type(p)) return status;
  if (form != DLOPT_CLIP_TORCH && form != DLOPT_CLIP_EXACT) return fail(DLOPT_ERR_INVALID_ARGUMENT, "form: got %d, wanted 0 or 1", form);
  gradient_tensors tensors(runtime_or_default(runtime));
  norm_result result;
  if (dlopt_status status = tensors.read(grads, count)) return status;
  if (dlopt_status status = tensors.norm(p, result)) return status;
  if (norm) *norm = result.norm;
  if (!std::isfinite(result.norm))
    return fail(DLOPT_ERR_NONFINITE, "grads: got a norm of %s (%lld elements are not finite); nothing was clipped",
                number(result.norm).text(), (long long)result.nonfinite);
  const double factor = clip_factor(result.norm, max_norm, form);
  return factor < 1 ? tensors.scale(factor) : DLOPT_OK;
}

dlopt_status dlopt_clip_value(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double limit) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_limit("limit", limit)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = tensors.read(grads, count)) return status;
  return limit < INFINITY ? tensors.limit(limit) : DLOPT_OK;
}

dlopt_status dlopt_rows_coalesce(dlopt_runtime* runtime, const int64_t* indices, const dlopt_tensor* grad, int64_t* unique,
                                 const dlopt_tensor* sums, int64_t* count) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!grad || !sums) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a tensor", grad ? "sums" : "grad");
  if (!count) return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got NULL, wanted a place for the number");
  return coalesce_rows(runtime_or_default(runtime), indices, *grad, unique, *sums, *count);
}
