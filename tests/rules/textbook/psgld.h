// Li et al. 2016, algorithm 1, without Gamma.
#pragma once

#include "textbook/noise.h"

namespace reference {

inline void psgld(parameter& x, const numbers& g, const hypers& h) {
  numbers& v = x.array("square_avg", h.at("initial_accumulator_value"));
  for (size_t i = 0; i < g.size(); i++) {
    v[i] = h.at("alpha") * v[i] + (1 - h.at("alpha")) * g[i] * g[i];
    const double metric = 1 / (h.at("eps_mode") == eps_inside ? std::sqrt(v[i] + eps_of(h)) : std::sqrt(v[i]) + eps_of(h));
    x.value[i] += -h.at("lr") / 2 * h.at("data_size") * metric * g[i] + noise_size(x, h) * std::sqrt(metric) * deviate(x, i, h);
  }
}

} // namespace reference
