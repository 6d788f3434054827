// Taniguchi et al. 2024, algorithms 1 and 2.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void adopt(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h), base = h.at("clip_base");
  const double limit = base == 2 ? INFINITY : std::pow(double(base == 0 ? x.age - 1 : x.age), h.at("clip_exp"));
  numbers &m = x.array("exp_avg"), &v = x.array("exp_avg_sq");
  for (size_t i = 0; i < g.size(); i++) {
    if (x.age == 1) {
      v[i] = g[i] * g[i];
      continue;
    }
    m[i] = b1 * m[i] + (1 - b1) * std::clamp(g[i] / std::max(std::sqrt(v[i]), eps), -limit, limit);
    x.value[i] -= lr * m[i];
    v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
  }
}

} // namespace reference
