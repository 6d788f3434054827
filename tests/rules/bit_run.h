// A run whose every bit is looked at: exact gradients, a falling lr, and all parameters and states as bytes.
#pragma once

#include "interleaved.h"
#include "stored.h"
#include "variants.h"

namespace dlopt_test {

using bytes = std::vector<unsigned char>;

// How a run is laid out. None of it may change a bit.
struct layout {
  std::vector<int64_t> lengths;                  // tensors that together hold the elements
  std::vector<std::vector<int64_t>> shapes = {}; // theirs; empty: of one dimension
  dlopt_dtype gradient = DLOPT_DTYPE_F32;
  bool rotate = false; // another gradient type at each step
  size_t offset = 0;   // of the parameters, in bytes past a boundary; gradients have another
  dlopt_runtime* runtime = nullptr;
  int64_t piece = 0;                    // elements of a part of each step; 0: it is taken whole
  bool observed = false;                // gradients are measured before each step
  spread_as spread = spread_as::packed; // of parameters and gradients
};

inline layout tensors_of_shapes(const std::vector<std::vector<int64_t>>& shapes) {
  layout how;
  how.shapes = shapes;
  for (const std::vector<int64_t>& shape : shapes) {
    how.lengths.push_back(1);
    for (int64_t size : shape) how.lengths.back() *= size;
  }
  return how;
}

inline layout one_tensor(int64_t length) {
  layout how;
  how.lengths.assign(1, length);
  return how;
}

struct bit_case {
  variant what;
  storage param = DLOPT_DTYPE_F32;
  int steps = 6;
  double max_norm = INFINITY; // the norm's shape follows the tensors, so splitting needs infinity
  dlopt_state_form states = DLOPT_STATES_FULL;
  bool apart = false; // scales of elements, all 1: another way to the same bits
};

// Parameters and states after the last step, by array and then by element: the same bytes for any split of the elements.
bytes run_bits(const bit_case& what, const layout& how);

// FNV-1a over bytes, as 16 hexadecimal digits.
std::string hash_of(const bytes& data);

} // namespace dlopt_test
