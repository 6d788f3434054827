// One number of a range of a tensor, and how norms are made of such numbers without overflow.
#pragma once

#include "drivers/parameters.h"
#include "drivers/row_set.h"

#include <cmath>

namespace dlopt {

// What is read of a tensor. No data: left out.
struct gradient_view {
  const void* data;
  dlopt_dtype dtype;
  const row_set* rows = nullptr; // the rows that are read, by the numbers of whose elements a range goes; nullptr: all
  element_spacing spacing = {};
};

// Of a parameter the numbers that it stands for are read.
struct parameter_view {
  const void* data;
  parameter_storage storage;
};

enum class quantity { squares, magnitudes, powers, largest, nonfinite, elements };

// Over the n elements from `first` on: the sum of the p-th powers of their magnitudes (squares and magnitudes are those of p 2 and 1), the
// largest magnitude (NaN if one is NaN), how many are not finite, or the sum of the elements themselves. Those that are summed are first
// multiplied by `unit`, a power of two.
double measure_range(const kernels& k, quantity what, double p, double unit, const gradient_view& view, int64_t first, int64_t n) noexcept;
double measure_range(const kernels& k, quantity what, double p, double unit, const parameter_view& view, int64_t first, int64_t n) noexcept;

// What is summed for a p-norm.
inline quantity powers_of(double p) noexcept { return p == 2 ? quantity::squares : p == 1 ? quantity::magnitudes : quantity::powers; }

// Sums of squares are kept in double. For f32 and narrower that is always enough: squares of floats neither overflow nor underflow there.
// For f64 a sum that left the safe range is taken again with all elements scaled by a power of two.
bool is_certain(double sum, bool of_f64) noexcept;

// The power of two that brings the largest magnitude to [1/2, 1).
double unit_for(double largest) noexcept;

// The norm that such a sum belongs to.
double root(double sum, double p) noexcept;

// Whether elements of this dtype can lose their sum of powers, so that it is taken of elements scaled by what suits the largest.
inline bool needs_largest(double p, dlopt_dtype dtype) noexcept { return powers_of(p) == quantity::powers || dtype == DLOPT_DTYPE_F64; }
// What suits it; 0: the largest magnitude is the norm.
inline double unit_of_norm(double largest, double p) noexcept {
  return largest > 0 && largest < INFINITY && !std::isinf(p) ? unit_for(largest) : 0;
}

// The norm of a range within one chunk.
double range_norm(const kernels& k, double p, const gradient_view& view, int64_t first, int64_t n) noexcept;
double range_norm(const kernels& k, double p, const parameter_view& view, int64_t first, int64_t n) noexcept;

} // namespace dlopt
