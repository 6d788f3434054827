// Liu et al. 2020, algorithm 2, with frameworks' threshold and eps.
#pragma once

#include "textbook/parameter.h"

namespace reference {

// The length of a simple average of the same centre of mass: 2 sum(k b^(k-1)) / sum(b^(k-1)) - 1 over k = 1 .. t.
inline double length_of_average(double b, int64_t t) {
  double weights = 0, moments = 0, weight = 1;
  for (int64_t k = 1; k <= t; k++, weight *= b) {
    weights += weight;
    moments += double(k) * weight;
  }
  return 2 * moments / weights - 1;
}

inline void radam(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h), mode = h.at("eps_mode");
  const double c1 = 1 - std::pow(b1, double(x.age)), c2 = -std::expm1(double(x.age) * std::log(b2));
  const double rho = length_of_average(b2, x.age), rho_inf = 2 / (1 - b2) - 1, threshold = h.at("threshold");
  const bool rectified = rho > 4 && (rho > threshold || (h.at("rectify") != 0 && rho == threshold));
  const double unrectified = h.at("unrectified") != 0 ? 0 : 1;
  numbers &first = x.array("exp_avg"), &second = x.array("exp_avg_sq");
  for (size_t i = 0; i < g.size(); i++) {
    first[i] = b1 * first[i] + (1 - b1) * g[i];
    second[i] = b2 * second[i] + (1 - b2) * g[i] * g[i];
    const double m = first[i] / c1, v = second[i] / c2;
    const double root = mode == eps_inside ? std::sqrt(v + eps) : std::sqrt(v) + (mode == eps_hat ? eps / std::sqrt(c2) : eps);
    const double r = rectified ? std::sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) : 0;
    x.value[i] -= rectified ? lr * r * m / root : unrectified * lr * m;
  }
}

} // namespace reference
