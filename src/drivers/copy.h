// Copies of parameters in another dtype.
#pragma once

#include "drivers/update.h"

namespace dlopt {

// Writes n elements from `first` on, rounded to nearest; an f64 parameter becomes f16 or bf16 by way of f32.
void copy_elements(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;
// The same for a range of the gradient: of the rows that it holds.
void copy_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

} // namespace dlopt
