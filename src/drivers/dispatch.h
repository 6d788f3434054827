// Which instruction set's loops run.
#pragma once

#include "drivers/kernels.h"

namespace dlopt {

// The chosen table: the best this processor can run, or the forced one.
const kernels& current_kernels();

enum class force_result { done, unknown, unsupported };
// Chooses by name; nullptr or "best" for the best.
force_result force_kernels(const char* name);

// The index-th set of this build, best last; nullptr past the end.
const kernels* built_kernels(int index);

} // namespace dlopt
