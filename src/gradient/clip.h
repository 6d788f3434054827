// Clipping by norms.
#pragma once

#include "dlopt/gradient.h"
#include "gradient/units.h"

namespace dlopt {

// What a norm is multiplied by so that it is at most max_norm; see dlopt_clip_form.
double clip_factor(double norm, double max_norm, dlopt_clip_form form) noexcept;

// All gradients by their common norm, which is told also when it is not finite.
dlopt_status clip_all(gradient_tensors& g, double max_norm, double p, dlopt_clip_form form, double* norm) noexcept;

// All gradients to the percentile of the history that their common norm then belongs to.
dlopt_status clip_to_percentile(gradient_tensors& g, double p, dlopt_clip_form form, dlopt_norm_history& history) noexcept;

// Each unit by its own norm; tells how many were clipped.
dlopt_status clip_units(gradient_tensors& g, unit_cut how, double max_norm, double p, dlopt_clip_form form, int64_t& clipped) noexcept;

// Each unit by the norm of the same unit of the parameters, which lie beside the gradients.
struct adaptive_clip {
  unit_cut how;
  double factor, eps, p;
};
dlopt_status clip_adaptively(gradient_tensors& g, const adaptive_clip& by, int64_t& clipped) noexcept;

} // namespace dlopt
