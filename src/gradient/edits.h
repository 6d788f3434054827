// What is done to every element of the gradients alike, in place.
#pragma once

#include "gradient/tensors.h"

namespace dlopt {

dlopt_status scale(gradient_tensors& g, double factor) noexcept; // multiplies by it
dlopt_status limit(gradient_tensors& g, double bound) noexcept;  // to [-bound, bound]
// Multiplies by the factor, and counts the elements that were NaN or infinite before.
dlopt_status unscale(gradient_tensors& g, double factor, int64_t& nonfinite) noexcept;

} // namespace dlopt
