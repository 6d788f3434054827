// Welling and Teh 2011, eq. 4.
#pragma once

#include "textbook/noise.h"

namespace reference {

inline void sgld(parameter& x, const numbers& g, const hypers& h) {
  for (size_t i = 0; i < g.size(); i++) x.value[i] += -h.at("lr") / 2 * h.at("data_size") * g[i] + noise_size(x, h) * deviate(x, i, h);
}

} // namespace reference
