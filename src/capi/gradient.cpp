#include "dlopt/gradient.h"

#include "capi/handle.h"
#include "core/structs.h"
#include "gradient/clip.h"
#include "gradient/edits.h"
#include "gradient/history.h"
#include "gradient/penalty.h"
#include "gradient/tensors.h"
#include "gradient/unit_edits.h"
#include "rules/hyper_row.h"

#include <cmath>

using namespace dlopt;

namespace {

dlopt_status out_of_range(const char* name, double value, const char* wanted) {
  return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %s, wanted %s", name, number(value).text(), wanted);
}

dlopt_status check_norm_type(double p) { return p > 0 ? DLOPT_OK : out_of_range("p", p, "a number above 0, or infinity"); }

dlopt_status check_limit(const char* name, double value) { return value >= 0 ? DLOPT_OK : out_of_range(name, value, "0 or more"); }

dlopt_status check_amount(const char* name, double value) {
  return value >= 0 && value <= kLargestAmount ? DLOPT_OK : out_of_range(name, value, "a number in [0, 1e30]");
}

dlopt_status check_form(dlopt_clip_form form) {
  if (form == DLOPT_CLIP_TORCH || form == DLOPT_CLIP_EXACT) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "form: got %d, wanted 0 or 1", form);
}

dlopt_status check_clip(double max_norm, double p, dlopt_clip_form form) {
  if (dlopt_status status = check_limit("max_norm", max_norm)) return status;
  if (dlopt_status status = check_norm_type(p)) return status;
  return check_form(form);
}

// Gradients that will be written.
dlopt_status read_to_write(gradient_tensors& g, const dlopt_tensor* grads, size_t count) {
  if (dlopt_status status = g.read("grads", grads, count)) return status;
  return g.check_overlaps(true, false);
}

dlopt_status clip_each(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, unit_cut how, double max_norm, double p,
                       dlopt_clip_form form, int64_t* clipped) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_clip(max_norm, p, form)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  int64_t scaled = 0;
  if (dlopt_status status = read_to_write(tensors, grads, count)) return status;
  if (dlopt_status status = clip_units(tensors, how, max_norm, p, form, scaled)) return status;
  if (clipped) *clipped = scaled;
  return DLOPT_OK;
}

} // namespace

dlopt_status dlopt_grad_norm(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double p, double* norm, int64_t* nonfinite) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!norm) return fail(DLOPT_ERR_INVALID_ARGUMENT, "norm: got NULL, wanted a place for the number");
  if (dlopt_status status = check_norm_type(p)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  norm_result result;
  if (dlopt_status status = tensors.read("grads", grads, count)) return status;
  if (dlopt_status status = tensors.norm(p, result)) return status;
  *norm = result.norm;
  if (nonfinite) *nonfinite = result.nonfinite;
  return DLOPT_OK;
}

dlopt_status dlopt_clip_norm(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double max_norm, double p,
                             dlopt_clip_form form, double* norm) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_clip(max_norm, p, form)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = read_to_write(tensors, grads, count)) return status;
  return clip_all(tensors, max_norm, p, form, norm);
}

dlopt_status dlopt_clip_value(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double limit) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_limit("limit", limit)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = read_to_write(tensors, grads, count)) return status;
  return limit < INFINITY ? dlopt::limit(tensors, limit) : DLOPT_OK;
}

dlopt_status dlopt_clip_per_tensor(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double max_norm, double p,
                                   dlopt_clip_form form, int64_t* clipped) {
  return clip_each(runtime, grads, count, unit_cut::tensors, max_norm, p, form, clipped);
}

dlopt_status dlopt_clip_per_row(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double max_norm, double p,
                                dlopt_clip_form form, int64_t* clipped) {
  return clip_each(runtime, grads, count, unit_cut::first_dim, max_norm, p, form, clipped);
}

dlopt_status dlopt_clip_agc(dlopt_runtime* runtime, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count, double factor,
                            double eps, double p, dlopt_units units, int64_t* clipped) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_amount("factor", factor)) return status;
  if (dlopt_status status = check_amount("eps", eps)) return status;
  if (dlopt_status status = check_norm_type(p)) return status;
  if (units != DLOPT_UNITS_FIRST && units != DLOPT_UNITS_LAST)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "units: got %d, wanted 0 or 1", units);
  const adaptive_clip by = {units == DLOPT_UNITS_FIRST ? unit_cut::first_dim : unit_cut::last_dim, factor, eps, p};
  gradient_tensors tensors(runtime_or_default(runtime));
  int64_t scaled = 0;
  if (dlopt_status status = tensors.read("grads", grads, count)) return status;
  if (dlopt_status status = tensors.read_beside("params", params)) return status;
  if (dlopt_status status = tensors.check_overlaps(true, false)) return status;
  if (dlopt_status status = clip_adaptively(tensors, by, scaled)) return status;
  if (clipped) *clipped = scaled;
  return DLOPT_OK;
}

dlopt_status dlopt_norm_history_init(dlopt_norm_history* history, size_t struct_size, double* norms, int64_t capacity) {
  dlopt_norm_history h = {};
  h.form = DLOPT_PERCENTILE_BNB;
  h.percentile = 5;
  h.norms = norms;
  h.capacity = capacity;
  return init(h, history, struct_size, "history");
}

dlopt_status dlopt_clip_percentile(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double p, dlopt_clip_form form,
                                   dlopt_norm_history* history) {
  const fp_mode mode;
  dlopt_norm_history h;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_clip(0, p, form)) return status;
  if (dlopt_status status = take(history, h, "history")) return status;
  if (dlopt_status status = check_history(h)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = read_to_write(tensors, grads, count)) return status;
  if (dlopt_status status = clip_to_percentile(tensors, p, form, h)) return status;
  return give(h, history, "history");
}

dlopt_status dlopt_grad_centralize(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, int32_t min_ndim) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (min_ndim < 2) return fail(DLOPT_ERR_OUT_OF_RANGE, "min_ndim: got %d, wanted 2 or more", min_ndim);
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = read_to_write(tensors, grads, count)) return status;
  return centralize(tensors, min_ndim);
}

dlopt_status dlopt_grad_unscale(dlopt_runtime* runtime, const dlopt_tensor* grads, size_t count, double scale, int64_t* nonfinite) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!nonfinite) return fail(DLOPT_ERR_INVALID_ARGUMENT, "nonfinite: got NULL, wanted a place for the count");
  if (!(scale >= 1 / kLargestAmount && scale <= kLargestAmount)) return out_of_range("scale", scale, "a number in [1e-30, 1e30]");
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = read_to_write(tensors, grads, count)) return status;
  return unscale(tensors, 1 / scale, *nonfinite);
}

dlopt_status dlopt_grad_penalty(dlopt_runtime* runtime, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count, double l1,
                                double l2, double* value) {
  const fp_mode mode;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!value) return fail(DLOPT_ERR_INVALID_ARGUMENT, "value: got NULL, wanted a place for the number");
  if (dlopt_status status = check_amount("l1", l1)) return status;
  if (dlopt_status status = check_amount("l2", l2)) return status;
  gradient_tensors tensors(runtime_or_default(runtime));
  if (dlopt_status status = tensors.read("params", params, count, kPenaltySums)) return status;
  if (grads)
    if (dlopt_status status = tensors.read_beside("grads", grads)) return status;
  if (dlopt_status status = tensors.check_overlaps(false, true)) return status;
  return add_penalty(tensors, l1, l2, *value);
}
