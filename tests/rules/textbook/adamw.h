// Loshchilov and Hutter 2019, algorithm 2: Adam; the decay beside it is the step's.
#pragma once

#include "textbook/adam.h"

namespace reference {

inline void adamw(parameter& x, const numbers& g, const hypers& h) { adam(x, g, h); }

} // namespace reference
