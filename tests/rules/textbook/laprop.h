// Ziyin, Wang and Ueda 2020, algorithm 1; with lr inside the mean, as in the authors' code.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void laprop(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), mode = h.at("eps_mode"), eps_root = h.at("eps_root");
  const double eps = mode == eps_inside ? h.at("eps") : eps_of(h);
  const double c1 = -std::expm1(double(x.age) * std::log(b1)), c2 = -std::expm1(double(x.age) * std::log(b2));
  const bool inside = h.at("lr_place") != 0;
  double& mean_lr = x.number("exp_avg_lr");
  mean_lr = b1 * mean_lr + (1 - b1) * lr;
  numbers &m = x.array("exp_avg"), &v = x.array("exp_avg_sq");
  for (size_t i = 0; i < g.size(); i++) {
    v[i] = b2 * v[i] + (1 - b2) * g[i] * g[i];
    double root = std::sqrt(v[i] / c2 + eps_root) + eps;
    if (mode == eps_inside) root = std::max(std::sqrt(v[i] / c2 + eps_root + eps), DBL_MIN);
    if (mode == eps_hat) root = (std::sqrt(v[i] + eps_root) + eps) / std::sqrt(c2);
    m[i] = b1 * m[i] + (1 - b1) * (inside ? lr : 1) * g[i] / root;
    if (!inside) x.value[i] -= lr * m[i] / c1;
    else if (mean_lr > 0) x.value[i] -= m[i] / (mean_lr / lr);
  }
}

} // namespace reference
