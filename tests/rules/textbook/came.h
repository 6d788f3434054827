// Luo et al. 2023, algorithm 2.
#pragma once

#include "textbook/factored.h"

namespace reference {

inline void came(parameter& x, const numbers& g, const hypers& h) {
  const double b1 = h.at("beta1");
  const plane on = last_two(x);
  numbers squares = g, u = g, distances = g;
  for (double& v : squares) v = v * v + h.at("eps1");
  const numbers v = second_moment(x, {"exp_avg_sq", "exp_avg_sq_row", "exp_avg_sq_col"}, squares, h.at("beta2"), on, 0);
  for (size_t i = 0; i < g.size(); i++) u[i] = g[i] / std::max(std::sqrt(v[i]), DBL_MIN);
  const double clip = std::max(1.0, rms_of(u) / h.at("d"));
  numbers& m = x.array("exp_avg");
  for (size_t i = 0; i < g.size(); i++) {
    m[i] = b1 * m[i] + (1 - b1) * u[i] / clip;
    distances[i] = (u[i] / clip - m[i]) * (u[i] / clip - m[i]) + h.at("eps2");
  }
  numbers instability(g.size(), 1);
  if (on.factored) instability = second_moment(x, {nullptr, "exp_avg_res_row", "exp_avg_res_col"}, distances, h.at("beta3"), on, 0);
  for (size_t i = 0; i < g.size(); i++) x.value[i] -= h.at("lr") * m[i] / std::max(std::sqrt(instability[i]), DBL_MIN);
}

} // namespace reference
