// How far the elements of two tensors of one type are apart.
#pragma once

#include "state/tensor_types.h"

#include <cstdint>

namespace dlopt::inspect {

struct distance {
  uint64_t differing = 0; // elements whose bits differ
  double largest = 0;     // difference of two of them; NaN where one alone is a NaN
};

// Types that are none of dlopt's have bits alone.
inline bool has_numbers(const tensor_type& type) noexcept { return type.dtype != 0; }

void add_distance(const tensor_type& type, const char* a, const char* b, size_t bytes, distance& so_far) noexcept;

} // namespace dlopt::inspect
