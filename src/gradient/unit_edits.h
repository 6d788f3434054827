// What is done to each unit of the gradients, in place.
#pragma once

#include "gradient/units.h"

namespace dlopt {

// Multiplies each unit by its factor where that is below 1, and tells how many were.
dlopt_status scale_units(unit_list& units, const double* factors, int64_t& scaled) noexcept;

// Subtracts from each row its mean, in tensors of at least min_ndim dimensions.
dlopt_status centralize(gradient_tensors& g, int32_t min_ndim) noexcept;

} // namespace dlopt
