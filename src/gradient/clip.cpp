#include "gradient/clip.h"

#include "core/last_error.h"
#include "drivers/row_clip.h"
#include "gradient/edits.h"
#include "gradient/history.h"
#include "gradient/unit_edits.h"
#include "gradient/unit_norms.h"

#include <cmath>

namespace dlopt {

namespace {

bool reserve(array<double>& numbers, const unit_list& units) { return numbers.reserve(size_t(units.count())); }

dlopt_status no_memory(const unit_list& units) {
  return fail(DLOPT_ERR_OUT_OF_MEMORY, "grads: no memory for the norms of %lld units", (long long)units.count());
}

dlopt_status check_finite(const norm_result& result) {
  if (std::isfinite(result.norm)) return DLOPT_OK;
  return fail(DLOPT_ERR_NONFINITE, "grads: got a norm of %s (%lld elements are not finite); nothing was clipped",
              number(result.norm).text(), (long long)result.nonfinite);
}

dlopt_status scale_down(gradient_tensors& g, double factor) { return factor < 1 ? scale(g, factor) : DLOPT_OK; }

dlopt_status check_params(const gradient_tensors& g) {
  for (size_t i = 0; i < g.count(); ++i)
    if (g.numel(i) && !g.beside(i).data)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s[%zu]: got NULL, wanted %lld elements", g.beside_name(), i, (long long)g.numel(i));
  return DLOPT_OK;
}

} // namespace

double clip_factor(double norm, double max_norm, dlopt_clip_form form) noexcept {
  if (form == DLOPT_CLIP_EXACT) return norm > max_norm || norm != norm ? max_norm / norm : 1;
  const double factor = max_norm / (norm + 1e-6);
  return factor < 1 || factor != factor ? factor : 1;
}

dlopt_status clip_all(gradient_tensors& g, double max_norm, double p, dlopt_clip_form form, double* norm) noexcept {
  norm_result result;
  if (dlopt_status status = g.norm(p, result)) return status;
  if (norm) *norm = result.norm;
  if (dlopt_status status = check_finite(result)) return status;
  return scale_down(g, clip_factor(result.norm, max_norm, form));
}

dlopt_status clip_to_percentile(gradient_tensors& g, double p, dlopt_clip_form form, dlopt_norm_history& history) noexcept {
  norm_result result;
  if (dlopt_status status = g.norm(p, result)) return status;
  if (dlopt_status status = check_finite(result)) return status;
  if (dlopt_status status = percentile_with(g.runtime(), history, result.norm, history.max_norm)) return status;
  if (dlopt_status status = scale_down(g, clip_factor(result.norm, history.max_norm, form))) return status;
  history.norm = result.norm;
  remember(history, result.norm);
  return DLOPT_OK;
}

dlopt_status clip_units(gradient_tensors& g, unit_cut how, double max_norm, double p, dlopt_clip_form form, int64_t& clipped) noexcept {
  unit_list units(g);
  array<double> norms(g.runtime());
  if (dlopt_status status = units.split(how)) return status;
  if (!reserve(norms, units)) return no_memory(units);
  if (dlopt_status status = unit_norms(units, g.views(), g.name(), p, norms.begin())) return status;
  for (size_t unit = 0; unit < size_t(units.count()); ++unit) norms[unit] = clip_factor(norms[unit], max_norm, form);
  return scale_units(units, norms.begin(), clipped);
}

dlopt_status clip_adaptively(gradient_tensors& g, const adaptive_clip& by, int64_t& clipped) noexcept {
  unit_list units(g);
  array<double> norms(g.runtime()), param_norms(g.runtime());
  if (dlopt_status status = check_params(g)) return status;
  if (dlopt_status status = units.split(by.how)) return status;
  if (!reserve(norms, units) || !reserve(param_norms, units)) return no_memory(units);
  if (dlopt_status status = unit_norms(units, g.views(), g.name(), by.p, norms.begin())) return status;
  if (dlopt_status status = unit_norms(units, g.views_beside(), g.beside_name(), by.p, param_norms.begin())) return status;
  for (size_t unit = 0; unit < size_t(units.count()); ++unit)
    norms[unit] = adaptive_factor(norms[unit], param_norms[unit], by.factor, by.eps);
  return scale_units(units, norms.begin(), clipped);
}

} // namespace dlopt
