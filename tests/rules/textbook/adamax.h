// Kingma and Ba 2015, algorithm 2, with eps.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void adamax(parameter& x, const numbers& g, const hypers& h) {
  const double b1 = h.at("beta1"), eps = eps_of(h), c1 = 1 - std::pow(b1, double(x.age));
  const bool inside = h.at("eps_mode") == eps_inside;
  numbers &m = x.array("exp_avg"), &u = x.array("exp_inf");
  for (size_t i = 0; i < g.size(); i++) {
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    u[i] = std::max(h.at("beta2") * u[i], inside ? std::fabs(g[i]) + eps : std::fabs(g[i]));
    x.value[i] -= h.at("lr") / c1 * m[i] / (inside ? u[i] : u[i] + eps);
  }
}

} // namespace reference
