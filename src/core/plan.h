// How a job over many buffers is cut into tasks: at fixed chunks of each buffer, many small buffers to one task.
#pragma once

#include "core/array.h"
#include "drivers/kernels.h"

namespace dlopt {

inline int64_t chunks_of(int64_t numel) noexcept { return numel / kChunk + (numel % kChunk != 0); }

class plan {
public:
  explicit plan(dlopt_runtime& runtime) noexcept : tasks_(runtime), partials_(runtime), ran_(runtime) {}

  // Room for buffers that have so many elements and chunks together, and for some sums of each chunk; false when memory is short (nothing
  // changes).
  [[nodiscard]] bool reserve(int64_t elements, int64_t chunks, int32_t sums = 1) noexcept;
  // Cuts buffers of these sizes. Only after reserve; allocates nothing.
  void cut(const int64_t* numels, size_t n_buffers) noexcept;

  size_t n_tasks() const noexcept { return tasks_.count() - 1; }
  int64_t elements() const noexcept { return elements_; }
  // The sums of each chunk, in order; and one flag for each task, for run_parallel.
  double* partials() noexcept { return partials_.begin(); }
  std::atomic<uint8_t>* ran() noexcept { return reinterpret_cast<std::atomic<uint8_t>*>(ran_.begin()); }
  void keep_larger(plan& other) noexcept { // the larger room of the two; to be cut anew
    tasks_.keep_larger(other.tasks_);
    partials_.keep_larger(other.partials_);
    ran_.keep_larger(other.ran_);
  }
  size_t bytes() const noexcept { return tasks_.bytes() + partials_.bytes() + ran_.bytes(); }

  // Calls visit(buffer, first element, number of elements, ordinal of the chunk) for each chunk of a task, in order.
  template <class Visit> void for_each_chunk(size_t task, const int64_t* numels, Visit visit) const {
    const place end = tasks_[task + 1];
    for (place at = tasks_[task]; at.ordinal < end.ordinal;) {
      const int64_t first = at.chunk * kChunk, left = numels[at.buffer] - first;
      if (left <= 0) { // past the end of this buffer, or an empty one
        ++at.buffer;
        at.chunk = 0;
        continue;
      }
      visit(at.buffer, first, left < kChunk ? left : kChunk, at.ordinal);
      ++at.chunk;
      ++at.ordinal;
    }
  }

private:
  struct place {
    size_t buffer;
    int64_t chunk;   // of the buffer
    int64_t ordinal; // of the chunk among all
  };
  static_assert(sizeof(std::atomic<uint8_t>) == 1, "flags are kept as bytes");

  array<place> tasks_; // where each task begins; one more for the end
  array<double> partials_;
  array<uint8_t> ran_;
  int64_t elements_ = 0;
};

} // namespace dlopt
