// Rows of gradients, brought into the form that a step takes.
#pragma once

#include "core/runtime.h"
#include "dlopt/rows.h"

namespace dlopt {

dlopt_status coalesce_rows(dlopt_runtime& runtime, const int64_t* indices, const dlopt_tensor& grad, int64_t* unique,
                           const dlopt_tensor& sums, int64_t& count) noexcept;

} // namespace dlopt
