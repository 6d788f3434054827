// Sutskever et al. 2013, eq. 1-4; Loshchilov and Hutter 2019, algorithm 1.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void sgd(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), u = h.at("momentum");
  const double form = h.at("momentum_form");
  const bool nesterov = h.at("nesterov") != 0;
  if (u == 0) {
    for (size_t i = 0; i < g.size(); i++) x.value[i] -= lr * g[i];
    return;
  }
  const double kept = 1 - (form == momentum_ema ? u : h.at("dampening"));
  const bool first = x.state["momentum_buffer"].empty() && h.at("first_step") == first_gradient;
  numbers& buffer = x.array("momentum_buffer");
  for (size_t i = 0; i < g.size(); i++) {
    double& b = buffer[i];
    if (form == momentum_sutskever) {
      b = u * b - lr * g[i];
      x.value[i] += nesterov ? u * b - lr * g[i] : b;
      continue;
    }
    b = first ? g[i] : u * b + kept * g[i];
    const double ahead = form == momentum_ema ? kept * g[i] : g[i];
    x.value[i] -= lr * (nesterov ? ahead + u * b : b);
  }
}

} // namespace reference
