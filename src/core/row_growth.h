// More room for rows: memory that is there before anything moves.
#pragma once

#include "core/row_edit.h"
#include "core/row_storage.h"

namespace dlopt {

struct wanted_room {
  int64_t rows;
  bool by_half; // at least half as much again as there was
  bool scratch; // beside the slots, for the rows of one array of the largest
};

class growth {
public:
  explicit growth(dlopt_optimizer& o) noexcept : o_(o), made_(o.runtime) {}
  ~growth();

  // Makes what slots of the list have not got. On failure nothing has changed.
  dlopt_status prepare(slot_list named, wanted_room wanted) noexcept;
  // A slot with its new memory, not filled; nullptr: it has room. Slots are asked for in the order of the list. What the caller leaves
  // there is released.
  stored_slot* of(int32_t index) noexcept;

private:
  dlopt_status count(slot_list named, wanted_room wanted) noexcept;
  bool reserve_scratch(slot_list named, int64_t rows) noexcept;
  bool allocate_all(slot_list named, wanted_room wanted) noexcept;

  dlopt_optimizer& o_;
  array<stored_slot> made_;
  size_t next_ = 0, growing_ = 0;
  int64_t elements_ = 0, chunks_ = 0; // of all slots
};

} // namespace dlopt
