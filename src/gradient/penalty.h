// Penalties on the size of parameters.
#pragma once

#include "gradient/tensors.h"

namespace dlopt {

inline constexpr int32_t kPenaltySums = 2; // of each chunk: magnitudes and squares

// l1 sum |p| + l2 / 2 sum p^2 over the parameters; its gradient is added to the gradients beside them, where there are any. The
// parameters were read with room for kPenaltySums.
dlopt_status add_penalty(gradient_tensors& params, double l1, double l2, double& value) noexcept;

} // namespace dlopt
