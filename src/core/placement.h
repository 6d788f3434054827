// Optimizers in one block of the caller's memory.
#pragma once

#include "core/optimizer.h"

namespace dlopt {

// The bytes of a block that holds a copy, wherever it begins.
dlopt_status measure_placed(const dlopt_optimizer& original, size_t& bytes) noexcept;

// A copy inside a block; the block is not written unless it is large enough.
dlopt_status place_optimizer(const dlopt_optimizer& original, void* memory, size_t bytes, dlopt_optimizer*& placed) noexcept;

} // namespace dlopt
