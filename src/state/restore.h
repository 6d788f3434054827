// Metadata read back into an optimizer that nobody else sees yet.
#pragma once

#include "core/optimizer.h"
#include "core/scaler.h"
#include "state/fields.h"
#include "state/format.h"
#include "state/header.h"

namespace dlopt {

// What a record says of a parameter.
struct slot_record {
  const char* name; // in the checkpoint
  int64_t number;   // of its slot
  slot s;           // how it was declared but for its shape, and how far it is
  int64_t shape[DLOPT_MAX_DIMS];
  slot_flags has;
  wrapped_slot wrapped;
};
dlopt_status read_slot_record(const header_entry& entry, int32_t wrappers, slot_record& record) noexcept;

struct load_options {
  uint32_t flags;
  bool has(uint32_t flag) const noexcept { return flags & flag; }
  bool keeps() const noexcept { return has(DLOPT_LOAD_KEEP_CONFIGURATION); }
};

// restore.cpp. An error unless it is a checkpoint of this layout whose metadata are as they were written.
dlopt_status check_format(const header& file) noexcept;
// All but parameters; `counts` tells what is saved.
dlopt_status restore_whole(const header& file, load_options options, dlopt_optimizer& o, optimizer_counts& counts) noexcept;
dlopt_status restore_scaler(const header& file, double* values) noexcept; // by field

// restore_schedule.cpp
dlopt_status restore_schedule(const header& file, key_text& key, dlopt_runtime& runtime, int32_t depth, dlopt_schedule*& made) noexcept;

// Rows of a parameter of the checkpoint that become rows of a slot.
struct row_piece {
  size_t slot;
  const header_entry* entry;
  int64_t from_row, to_row, rows;
  int64_t rows_there; // that the parameter has in the checkpoint
};

// A slot that gets its state from the checkpoint.
struct restored_slot {
  const header_entry* entry; // nullptr: it keeps what it has; of its first piece, if it is put together
  slot_flags has;            // there
  size_t first_piece = 0, n_pieces = 0;
  bool is_whole() const noexcept { return entry && !n_pieces; }
};

// One for each slot, and the pieces of those that are put together, in the order of slots and rows.
struct restored_slots {
  explicit restored_slots(dlopt_runtime& runtime) noexcept : slots(runtime), pieces(runtime) {}
  array<restored_slot> slots;
  array<row_piece> pieces;
};

// match_slots.cpp. Finds, compares and declares parameters.
dlopt_status match_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                         restored_slots& restored) noexcept;
// An error unless a slot keeps what a record says, in the same types; shapes are not compared.
dlopt_status check_kept_alike(const slot_record& record, const slot& s) noexcept;
// match_pieces.cpp. Finds the pieces and the slots that they make up.
dlopt_status match_pieces(const header& file, const dlopt_load_desc& desc, int32_t wrappers, const dlopt_optimizer& o,
                          restored_slots& restored) noexcept;
// restore_slots.cpp. The same, and gives all of them their configuration and the memory that their states need.
dlopt_status restore_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                           restored_slots& restored) noexcept;
// The name of a parameter in the checkpoint.
inline const char* name_in_file(const header_entry& entry) noexcept { return entry.key + std::strlen(kParamPrefix); }

} // namespace dlopt
