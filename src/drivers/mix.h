// One array moved part of the way towards another, over a range of its elements, whatever the dtypes and alignments.
#pragma once

#include "drivers/parameters.h"

namespace dlopt {

struct array_mix {
  void* data;                // nullptr: nothing to do
  const void* toward;        // only read
  parameter_storage storage; // of data
  dlopt_dtype dtype;         // the arithmetic type
  dlopt_dtype toward_dtype;
  double weight;
  element_spacing toward_spacing;
};

void mix_range(const kernels& k, const array_mix& m, int64_t first, int64_t n) noexcept;

} // namespace dlopt
