// Kingma and Ba 2015, algorithm 1; Reddi et al. 2018, algorithm 2, with bias correction.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void adam(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h);
  const bool correct = h.at("bias_correction") != 0, max_of_corrected = h.at("amsgrad_form") != 0;
  // 1 - b^t without cancellation when b is close to 1.
  const double c1 = correct ? -std::expm1(double(x.age) * std::log(b1)) : 1;
  const double c2 = correct ? -std::expm1(double(x.age) * std::log(b2)) : 1;
  const double mode = h.at("eps_mode");
  numbers &first = x.array("exp_avg"), &second = x.array("exp_avg_sq");
  numbers* largest = h.at("amsgrad") != 0 ? &x.array("max_exp_avg_sq") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    first[i] = b1 * first[i] + (1 - b1) * g[i];
    second[i] = b2 * second[i] + (1 - b2) * g[i] * g[i];
    double v_hat = second[i] / c2;
    if (largest) {
      double& top = (*largest)[i];
      top = std::max(top, max_of_corrected ? v_hat : second[i]);
      v_hat = max_of_corrected ? top : top / c2;
    }
    const double root = mode == eps_inside ? std::sqrt(v_hat + eps) : std::sqrt(v_hat) + (mode == eps_hat ? eps / std::sqrt(c2) : eps);
    x.value[i] -= lr * (first[i] / c1) / root;
  }
}

} // namespace reference
