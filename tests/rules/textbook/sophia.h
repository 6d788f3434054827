// Liu et al. 2023, algorithm 3, lines 9 and 13.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void sophia_estimate(parameter& x, const numbers& estimate, const hypers& h) {
  const double b2 = h.at("beta2");
  numbers& hessian = x.array("hessian");
  for (size_t i = 0; i < estimate.size(); i++) hessian[i] = b2 * hessian[i] + (1 - b2) * estimate[i];
}

inline void sophia(parameter& x, const numbers& g, const hypers& h) {
  const double b1 = h.at("beta1"), eps = eps_of(h), clip = h.at("clip_threshold");
  const double c1 = h.at("bias_correction") != 0 ? -std::expm1(double(x.age) * std::log(b1)) : 1;
  numbers &m = x.array("exp_avg"), &hessian = x.array("hessian");
  for (size_t i = 0; i < g.size(); i++) {
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    x.value[i] -= h.at("lr") * std::clamp(m[i] / c1 / std::max(h.at("gamma") * hessian[i], eps), -clip, clip);
  }
}

} // namespace reference
