// Bytes of tensors that go to several places in memory.
#pragma once

#include "core/array.h"
#include "state/arrays.h"
#include "state/restore.h"

namespace dlopt {

// The shape that the array of a slot has in the checkpoint that a piece of it comes from.
struct shape_there {
  int64_t sizes[DLOPT_MAX_DIMS];
};
shape_there shape_of_piece(const kept_array_info& its, const slot& s, const row_piece& piece) noexcept;

class cut_list {
public:
  explicit cut_list(dlopt_runtime& runtime) noexcept : cuts_(runtime) {}

  // What of a tensor goes to the array; false: memory is short.
  [[nodiscard]] bool add(size_t tensor, const kept_array_info& its, const slot& s, const row_piece& piece) noexcept;
  void sort() noexcept; // before the first delivery
  // Hands out n bytes that were read at this place of a tensor.
  void deliver(size_t tensor, uint64_t at, const char* bytes, size_t n) const noexcept;

private:
  struct cut {
    size_t tensor;
    uint64_t begin, end; // of the tensor
    char* to;
  };
  array<cut> cuts_;
};

} // namespace dlopt
