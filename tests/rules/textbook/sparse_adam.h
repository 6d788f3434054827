// Kingma and Ba 2015, the note at the end of section 2; here of all rows.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void sparse_adam(parameter& x, const numbers& g, const hypers& h) {
  const double b1 = h.at("beta1"), b2 = h.at("beta2"), t = double(x.age);
  const double rate = h.at("lr") * std::sqrt(-std::expm1(t * std::log(b2))) / -std::expm1(t * std::log(b1));
  numbers &m = x.array("exp_avg"), &v = x.array("exp_avg_sq");
  for (size_t i = 0; i < g.size(); i++) {
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
    x.value[i] -= rate * m[i] / (std::sqrt(v[i]) + eps_of(h));
  }
}

} // namespace reference
