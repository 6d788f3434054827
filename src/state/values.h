// Whether the numbers of an array can be what they are said to be.
#pragma once

#include "state/arrays.h"

namespace dlopt {

// `name` is that of the tensor. Unless `nonfinite` numbers are welcome, all must be finite; squares and scales are not negative anyhow.
dlopt_status check_values(const kept_array_info& its, uint32_t states, const char* name, bool nonfinite) noexcept;

} // namespace dlopt
