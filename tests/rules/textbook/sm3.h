// Anil et al. 2019, algorithm SM3-II, with the sets of indices of each dimension for its cover.
#pragma once

#include "textbook/factored.h"

namespace reference {

inline void sm3(parameter& x, const numbers& g, const hypers& h) {
  const double b2 = h.at("beta2"), u = h.at("momentum"), takes = b2 == 1 ? 1 : 1 - b2;
  std::vector<int64_t> shape = x.shape.empty() ? std::vector<int64_t>{1} : x.shape, begins = {0};
  for (int64_t size : shape) begins.push_back(begins.back() + size);
  numbers& cover = x.state["accumulator"];
  cover.resize(g.empty() ? 0 : size_t(begins.back()));
  numbers latest(cover.size());
  for (size_t i = 0; i < g.size(); i++) {
    std::vector<int64_t> at = x.shape.empty() ? std::vector<int64_t>{0} : indices_of(x, i);
    double v = INFINITY;
    for (size_t d = 0; d < shape.size(); d++) v = std::min(v, cover[size_t(begins[d] + at[d])]);
    v = b2 * v + takes * g[i] * g[i];
    for (size_t d = 0; d < shape.size(); d++) latest[size_t(begins[d] + at[d])] = std::max(latest[size_t(begins[d] + at[d])], v);
    double step = g[i] / std::sqrt(v + eps_of(h));
    if (u != 0) {
      numbers& m = x.array("momentum_buffer");
      step = m[i] = u * m[i] + (1 - u) * step;
    }
    x.value[i] -= h.at("lr") * step;
  }
  for (size_t k = 0; k < cover.size(); k++) cover[k] = h.at("accumulator_form") == 1 && b2 != 1 ? std::max(cover[k], latest[k]) : latest[k];
}

} // namespace reference
