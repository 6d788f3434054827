// Gradients cut into units, each of which is treated on its own: whole tensors, rows or columns.
#pragma once

#include "gradient/tensors.h"
#include "lanes/number.h"

namespace dlopt {

// One unit for each tensor; for each index of the first dimension; for each index of the last. See dlopt_units for the last two.
enum class unit_cut { tensors, first_dim, last_dim };

// How one tensor is cut. The elements of a row lie side by side, those of a column `units` apart.
struct unit_shape {
  enum { left_out, rows, columns } lie;
  int64_t first; // of its units, among all
  int64_t units, length;
};

class unit_list {
public:
  explicit unit_list(gradient_tensors& tensors) noexcept
      : g(tensors), shapes_(g.runtime()), strips_(g.runtime()), fragments_(g.runtime()), ran_(g.runtime()) {}

  // Cuts the tensors; those of fewer than min_ndim dimensions are left out. Nothing below allocates.
  dlopt_status split(unit_cut how, int32_t min_ndim = 0) noexcept;

  int64_t count() const noexcept { return count_; }
  const unit_shape& shape(size_t tensor) const noexcept { return shapes_[tensor]; }

  // Calls visit(tensor, first element, number of elements, unit, place for a number) for each part of a row that lies in one chunk.
  template <class Visit> void for_each_fragment(size_t task, Visit visit) {
    g.for_each_chunk(task, [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
      const unit_shape& s = shapes_[i];
      if (s.lie != unit_shape::rows) return;
      for (int64_t at = first, past = first + n; at < past;) {
        const int64_t row = at / s.length, left = (row + 1) * s.length - at, count = left < past - at ? left : past - at;
        visit(i, at, count, s.first + row, fragment(s, row, ordinal));
        at += count;
      }
    });
  }
  // Puts the numbers of the fragments together, chunk by chunk in order, to sums or to the largest, and calls visit(tensor, unit, number).
  template <class Visit> void for_each_row(bool largest, Visit visit) {
    int64_t ordinal = 0; // of the tensor's first chunk
    for (size_t i = 0; i < g.count(); ordinal += chunks_of(g.numel(i++))) {
      const unit_shape& s = shapes_[i];
      for (int64_t row = 0; s.lie == unit_shape::rows && row < s.units; ++row) {
        const int64_t last = ((row + 1) * s.length - 1) / kChunk;
        double total = 0;
        for (int64_t chunk = row * s.length / kChunk; chunk <= last; ++chunk) {
          const double part = fragment(s, row, ordinal + chunk);
          total = largest ? larger(total, part) : total + part;
        }
        visit(i, s.first + row, total);
      }
    }
  }

  // Neighbouring columns of one tensor, from `first` on: a task.
  static constexpr int64_t kStrip = 256;
  struct strip {
    size_t tensor;
    int64_t first;
  };
  const strip& strip_of(size_t task) const noexcept { return strips_[task]; }
  // Runs a job over all strips.
  dlopt_status run_strips(dlopt_task_fn task, void* job) noexcept;

  gradient_tensors& g;

private:
  // Rows and chunks only go up, and each fragment begins a new row or a new chunk: no two share a place.
  double& fragment(const unit_shape& s, int64_t row, int64_t ordinal) noexcept { return fragments_[size_t(s.first + row + ordinal)]; }

  array<unit_shape> shapes_;
  array<strip> strips_;
  array<double> fragments_;
  array<uint8_t> ran_;                 // one flag for each strip
  int64_t count_ = 0, in_columns_ = 0; // units; elements of tensors cut into columns
};

} // namespace dlopt
