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

// A slot that gets its state from the checkpoint.
struct restored_slot {
  const header_entry* entry; // nullptr: it keeps what it has
  slot_flags has;            // there
};
// match_slots.cpp. Finds, compares and declares parameters; `restored` has one for each slot.
dlopt_status match_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                         array<restored_slot>& restored) noexcept;
// restore_slots.cpp. The same, and gives all of them their configuration and the memory that their states need.
dlopt_status restore_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                           array<restored_slot>& restored) noexcept;
// The name of a slot in the checkpoint.
inline const char* name_in_file(const restored_slot& r) noexcept { return r.entry->key + std::strlen(kParamPrefix); }

} // namespace dlopt
