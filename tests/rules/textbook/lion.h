// Chen et al. 2023, program 1.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void lion(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2");
  numbers& m = x.array("exp_avg");
  for (size_t i = 0; i < g.size(); i++) {
    const double c = b1 * m[i] + (1 - b1) * g[i];
    x.value[i] -= lr * (c > 0 ? 1 : c < 0 ? -1 : 0);
    m[i] = b2 * m[i] + (1 - b2) * g[i];
  }
}

} // namespace reference
