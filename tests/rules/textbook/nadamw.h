// NAdam; the decay beside it is the step's.
#pragma once

#include "textbook/nadam.h"

namespace reference {

inline void nadamw(parameter& x, const numbers& g, const hypers& h) { nadam(x, g, h); }

} // namespace reference
