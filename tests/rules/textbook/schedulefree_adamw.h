// Defazio et al. 2024, algorithm 1, with the gradient over the root of its corrected second moment; decay at y.
#pragma once

#include "textbook/schedulefree_sgd.h"

namespace reference {

inline void schedulefree_adamw(parameter& x, const numbers& g, const hypers& h) {
  const double b2 = h.at("beta2"), c2 = -std::expm1(double(x.age) * std::log(b2)), eps = eps_of(h);
  numbers& v = x.array("exp_avg_sq");
  numbers d(g.size());
  for (size_t i = 0; i < g.size(); i++) {
    v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
    d[i] = g[i] / (std::sqrt(v[i] / c2) + eps) + h.at("weight_decay") * x.value[i];
  }
  schedulefree_move(x, d, h, h.at("beta1"));
}

} // namespace reference
