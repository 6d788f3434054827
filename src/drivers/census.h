// What a range of a buffer comes to, and of what kinds its numbers are; of every element or of a sample.
#pragma once

#include "drivers/measure.h"
#include "drivers/stored_states.h"

namespace dlopt {

// A tensor, a parameter with what is kept beside it, a state in few bits, or how far a parameter is from what it was.
struct census_view {
  const void* data;
  parameter_storage storage;
  const stored_state* few_bits; // nullptr: the storage says how it is kept
  const void* before;           // nullptr: nothing is subtracted
  dlopt_dtype before_dtype;
  element_spacing before_spacing;
};

// Bin i of the magnitudes has the finite numbers from 2^(i + kLowestMagnitude) on, up to twice that; the ends are open.
inline constexpr int kMagnitudes = 64, kLowestMagnitude = -48;

struct census {
  int64_t nan, infinite, zero, denormal; // denormal as the type of the buffer has it
  int64_t magnitudes[kMagnitudes];
};

// The elements that are looked at: blocks of kBlock, of which every `sample`-th is.
int64_t sampled_count(int64_t n, int64_t sample) noexcept;

// As measure_range with p = 2, of what is sampled in a range that begins at a multiple of kBlock; `kinds`, unless nullptr, receives what is
// found there.
double census_range(const kernels& k, quantity what, double unit, const census_view& view, int64_t sample, int64_t first, int64_t n,
                    census* kinds) noexcept;

} // namespace dlopt
