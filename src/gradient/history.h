// The percentile of recent norms.
#pragma once

#include "core/runtime.h"
#include "dlopt/gradient.h"

namespace dlopt {

dlopt_status check_history(const dlopt_norm_history& h) noexcept;

// The percentile of the last h.capacity norms, this one included, as if it were in the history already.
dlopt_status percentile_with(dlopt_runtime& runtime, const dlopt_norm_history& h, double norm, double& percentile) noexcept;

// Puts a norm in the place of the oldest.
void remember(dlopt_norm_history& h, double norm) noexcept;

} // namespace dlopt
