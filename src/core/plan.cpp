#include "core/plan.h"

namespace dlopt {

namespace {
constexpr int64_t kChunksPerTask = 256; // when they are small
}

// A task ends when it has kChunk elements or kChunksPerTask chunks, so there are at most this many, and one unfilled.
bool plan::reserve(int64_t elements, int64_t chunks, int32_t sums) noexcept {
  const size_t tasks = size_t(elements / kChunk + chunks / kChunksPerTask + 1);
  return tasks_.reserve(tasks + 1) && partials_.reserve(size_t(chunks) * size_t(sums)) && ran_.reserve(tasks);
}

void plan::cut(const int64_t* numels, size_t n_buffers) noexcept {
  tasks_.set_count(0);
  elements_ = 0;
  int64_t ordinal = 0, task_elements = 0, task_chunks = 0;
  tasks_.add({0, 0, 0});
  for (size_t buffer = 0; buffer < n_buffers; ++buffer) {
    const int64_t chunks = chunks_of(numels[buffer]);
    for (int64_t chunk = 0; chunk < chunks; ++chunk) {
      if (task_elements >= kChunk || task_chunks >= kChunksPerTask) {
        tasks_.add({buffer, chunk, ordinal});
        task_elements = task_chunks = 0;
      }
      const int64_t left = numels[buffer] - chunk * kChunk;
      task_elements += left < kChunk ? left : kChunk;
      ++task_chunks;
      ++ordinal;
    }
    elements_ += numels[buffer];
  }
  tasks_.add({n_buffers, 0, ordinal});
}

} // namespace dlopt
