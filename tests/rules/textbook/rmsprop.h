// Tieleman and Hinton 2012; Graves 2013, eq. 38-45.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void rmsprop(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), a = h.at("alpha"), u = h.at("momentum");
  const bool centered = h.at("centered") != 0, lr_inside = h.at("lr_place") != 0, inside = h.at("eps_mode") == eps_inside;
  const double eps = eps_of(h);
  numbers& square = x.array("square_avg", h.at("initial_accumulator_value"));
  numbers* mean = centered ? &x.array("grad_avg") : nullptr;
  numbers* buffer = u != 0 ? &x.array("momentum_buffer") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    square[i] = a * square[i] + (1 - a) * g[i] * g[i];
    double spread = square[i];
    if (centered) {
      double& m = (*mean)[i];
      m = a * m + (1 - a) * g[i];
      spread = std::max(0.0, square[i] - m * m);
    }
    const double root = inside ? std::sqrt(spread + eps) : std::sqrt(spread) + eps;
    if (!buffer) {
      x.value[i] -= lr * g[i] / root;
      continue;
    }
    double& b = (*buffer)[i];
    b = u * b + (lr_inside ? lr : 1.0) * g[i] / root;
    x.value[i] -= lr_inside ? b : lr * b;
  }
}

} // namespace reference
