// Xie et al. 2022, algorithm 1, with bias corrections.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void adan(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), b3 = h.at("beta3"), eps = eps_of(h), eps_root = h.at("eps_root");
  const double c1 = -std::expm1(double(x.age) * std::log(b1)), c2 = -std::expm1(double(x.age) * std::log(b2));
  const double c3 = -std::expm1(double(x.age) * std::log(b3)), times = h.at("diff_form") != 0 ? 1 - b2 : b2;
  numbers &m = x.array("exp_avg"), &v = x.array("exp_avg_diff"), &n = x.array("exp_avg_sq"), &previous = x.array("previous_grad");
  for (size_t i = 0; i < g.size(); i++) {
    const double diff = x.age == 1 ? 0 : g[i] - previous[i];
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    v[i] = b2 * v[i] + (1 - b2) * diff;
    n[i] = b3 * n[i] + (1 - b3) * (g[i] + times * diff) * (g[i] + times * diff);
    x.value[i] -= lr / (std::sqrt(n[i] / c3 + eps_root) + eps) * (m[i] / c1 + times * v[i] / c2);
    previous[i] = g[i];
  }
}

} // namespace reference
