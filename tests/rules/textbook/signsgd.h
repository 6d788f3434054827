// Bernstein et al. 2018, algorithms 1 and 2.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void signsgd(parameter& x, const numbers& g, const hypers& h) {
  const double u = h.at("momentum");
  numbers* buffer = u != 0 ? &x.array("momentum_buffer") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    double direction = g[i];
    if (buffer) direction = (*buffer)[i] = u * (*buffer)[i] + (1 - u) * g[i];
    x.value[i] -= h.at("lr") * (direction > 0 ? 1 : direction < 0 ? -1 : 0);
  }
}

} // namespace reference
