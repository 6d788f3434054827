// What an optimizer keeps, found by name.
#pragma once

#include "dlopt/optimizer.h"

namespace dlopt {

struct slot;

enum class kept_as { state, scales, number, shared, beside, ages, wrapped };

struct kept_state {
  kept_as kind;
  int32_t which; // of the rule's states or numbers, or of the wrappers
  dlopt_tensor view;
};

// Of one slot, or of all of them (DLOPT_SLOT_ALL); the slot lives.
dlopt_status find_state(dlopt_optimizer& o, int32_t index, const char* name, kept_state& found) noexcept;

// What would declare another parameter like it.
dlopt_param_desc description_of(const slot& s) noexcept;

} // namespace dlopt
