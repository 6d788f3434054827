// States that are smaller than their parameter: where their numbers stand, how they are spread out to the elements of a short piece, and
// how elements are gathered into them.
#pragma once

#include "drivers/kernels.h"
#include "rules/rule.h"

namespace dlopt {

struct parameter_update;

// One dimension of a row-major tensor: element e has index e / inner % size in it.
struct dimension {
  int64_t size, inner;
};

// A dimension as it lies in the tensor that another one was taken out of.
inline dimension dimension_without(dimension d, dimension out) noexcept {
  return {d.size, d.inner > out.inner ? d.inner / out.size : d.inner};
}

// One factored moment of one parameter at one step.
struct moment_view {
  void* whole;                    // nullptr where it is factored, or kept of nothing
  void *rows, *columns;           // means, nullptr where it is not factored
  void *row_roots, *column_roots; // whose product is the root of the estimate
  moment_plan plan;
};

// The small states of one parameter, as an update sees them: after `first` states that have its shape.
struct small_states {
  int32_t first;
  int32_t n_moments;
  dimension across, down; // of its moments, where they are factored
  moment_view moments[kMaxMoments];
  const int64_t* shape; // of its cover
  int32_t ndim;
  const void* cover; // nullptr: it has none
  void* rising;      // the cover after this step
};

// Spreads state `first + which` out to n elements, at most a piece.
template <class T> void spread(const typed_kernels<T>& with, const small_states& s, int32_t which, int64_t at, int64_t n, T* to) noexcept;
// Lets what n elements left in their cover count for the next one.
template <class T> void raise_cover(const typed_kernels<T>& with, const small_states& s, int64_t at, int64_t n, const T* left) noexcept;

// Sums over one dimension, cut into cells of at most a chunk: a band of indices of the dimension, times a strip of neighbouring elements,
// or a pack of whole matrices where these are small. The shape of a sum depends on nothing else: it goes through the indices of a band in
// order (rows of neighbours as norms do), and then through the bands.
struct fold {
  dimension over;
  int64_t outer, band, bands, strips, pack;
  int64_t cells() const noexcept { return ((outer - 1) / pack + 1) * bands * strips; }
  int64_t sums() const noexcept { return outer * over.inner; }
  int64_t partials() const noexcept { return sums() * bands; }
  double sum(const double* partials, int64_t which) const noexcept {
    if (bands == 1) return partials[which];
    const double* part = partials + which / over.inner * bands * over.inner + which % over.inner;
    double total = 0;
    for (int64_t b = 0; b < bands; ++b) total += part[b * over.inner];
    return total;
  }
};
fold fold_over(dimension over, int64_t numel) noexcept;

// The squares of the deviations of a cell, summed into its partials.
void fold_cell(const kernels& k, const parameter_update& u, int32_t moment, const fold& f, int64_t cell, double* partials) noexcept;
// The moment of a parameter that is not factored, for a range of its elements.
void blend_range(const kernels& k, const parameter_update& u, int32_t moment, int64_t first, int64_t n) noexcept;
// The look before the step, as measure_range.
void measure_pieces(const kernels& k, const parameter_update& u, int64_t first, int64_t n, double* parts) noexcept;

// The means of one matrix of a factored parameter, from their partial sums, and their roots.
void settle_matrix(const small_states& s, int32_t moment, const fold& rows, const double* row_partials, const fold& columns,
                   const double* column_partials, dlopt_dtype dtype, int64_t matrix) noexcept;

} // namespace dlopt
