// Zeiler 2012, algorithm 1, with a learning rate.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void adadelta(parameter& x, const numbers& g, const hypers& h) {
  const double rho = h.at("rho"), eps = eps_of(h);
  numbers &gradients = x.array("square_avg"), &steps = x.array("acc_delta");
  for (size_t i = 0; i < g.size(); i++) {
    gradients[i] = rho * gradients[i] + (1 - rho) * g[i] * g[i];
    const double rms_of_gradients = std::sqrt(gradients[i] + eps), rms_of_steps = std::sqrt(steps[i] + eps);
    const double step = rms_of_steps / rms_of_gradients * g[i];
    steps[i] = rho * steps[i] + (1 - rho) * step * step;
    x.value[i] -= h.at("lr") * step;
  }
}

} // namespace reference
