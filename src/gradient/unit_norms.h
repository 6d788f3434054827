// Numbers of each unit on its own.
#pragma once

#include "gradient/units.h"

namespace dlopt {

// The p-norm of each unit of these views: the gradients, or what lies beside them. `name` is their argument. One that is not finite is an
// error.
dlopt_status unit_norms(unit_list& units, const gradient_view* views, const char* name, double p, double* norms) noexcept;

// The mean of each row.
dlopt_status unit_means(unit_list& units, double* means) noexcept;

} // namespace dlopt
