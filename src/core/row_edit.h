// Rows that come and go, with all that is kept of them, in several slots at once.
#pragma once

#include "core/optimizer.h"
#include "core/row_map.h"
#include "dlopt/rows.h"

namespace dlopt {

struct slot_list {
  const int32_t* slots;
  size_t count;
};

dlopt_status reserve_rows(dlopt_optimizer& o, slot_list named, int64_t rows) noexcept;
dlopt_status edit_rows(dlopt_optimizer& o, slot_list named, const row_map& map) noexcept;
dlopt_status reset_rows(dlopt_optimizer& o, slot_list named, const int64_t* rows, int64_t count) noexcept;
// Lets a buffer of the caller follow an edit.
dlopt_status apply_edit(const row_map& map, const dlopt_tensor& from, const dlopt_tensor& to) noexcept;

} // namespace dlopt
