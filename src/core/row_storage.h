// All arrays of a slot that have an entry for each row. Who keeps another one of them adds it here, and edits follow.
#pragma once

#include "core/optimizer.h"
#include "core/row_map.h"

namespace dlopt {

inline constexpr int kMostRowArrays = kMaxStates + 5 + kMostWrappers;

struct row_arrays {
  row_array all[kMostRowArrays];
  int count;
  int states; // of these, the first are states, which a reset makes fresh
};

// A slot with what its wrappers keep of it.
struct stored_slot {
  slot s;
  wrapped_slot wrapped;
};

// Whether the factors of its elements are rows, too; those of columns are the same for all rows.
bool scales_rows(const slot& s) noexcept;
row_arrays arrays_of(const dlopt_optimizer& o, const stored_slot& stored) noexcept;
stored_slot stored_at(const dlopt_optimizer& o, size_t index) noexcept;

// The same slot with memory of its own for so many rows, not filled; false when memory is short. What there is must be released.
[[nodiscard]] bool allocate_rows(dlopt_optimizer& o, const stored_slot& original, int64_t rows, stored_slot& made) noexcept;
void release_rows(dlopt_optimizer& o, stored_slot& stored) noexcept;

} // namespace dlopt
