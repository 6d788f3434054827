// Duchi et al. 2011, figure 1; the rate falls as in PyTorch.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void adagrad(parameter& x, const numbers& g, const hypers& h) {
  const double rate = h.at("lr") / (1 + double(x.age - 1) * h.at("lr_decay")), eps = eps_of(h);
  const bool inside = h.at("eps_mode") == eps_inside;
  numbers& sum = x.array("sum", h.at("initial_accumulator_value"));
  for (size_t i = 0; i < g.size(); i++) {
    sum[i] += g[i] * g[i];
    const double root = inside ? std::sqrt(sum[i] + eps) : std::sqrt(sum[i]) + eps;
    x.value[i] -= rate * g[i] / root;
  }
}

} // namespace reference
