// Chen et al. 2023, program 1; refined: linear where the direction is small.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void lion(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2");
  const bool refined = h.at("sign_form") != 0;
  numbers& m = x.array("exp_avg");
  for (size_t i = 0; i < g.size(); i++) {
    const double c = b1 * m[i] + (1 - b1) * g[i];
    const bool linear = refined && std::fabs(c) < 1;
    x.value[i] -= lr * (linear ? c : c > 0 ? 1 : c < 0 ? -1 : 0);
    m[i] = b2 * m[i] + (1 - b2) * g[i];
  }
}

} // namespace reference
