// States copied into arrays of the caller's, and taken from them.
#pragma once

#include "dlopt/exchange.h"

namespace dlopt {

// Of one slot, or of all of them (DLOPT_SLOT_ALL).
dlopt_status copy_state_out(dlopt_optimizer& o, int32_t index, const char* name, const dlopt_tensor* to) noexcept;
dlopt_status copy_state_in(dlopt_optimizer& o, int32_t index, const char* name, const dlopt_tensor* from, uint32_t flags) noexcept;
dlopt_status has_state_started(dlopt_optimizer& o, int32_t index, const char* name, bool& started) noexcept;

} // namespace dlopt
