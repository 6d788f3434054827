// Dozat 2016, algorithm 2, and the two forms without a schedule.
#pragma once

#include "textbook/parameter.h"

namespace reference {

constexpr double nesterov_scheduled = 0, nesterov_next = 1; // 2: same

inline void nadam(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h), form = h.at("nesterov_form");
  const double t = double(x.age), c2 = -std::expm1(t * std::log(b2));
  const auto momentum = [&](double at) { return b1 * (1 - 0.5 * std::pow(0.96, at * h.at("momentum_decay"))); };
  double& product = x.number("mu_product", 1);
  if (form == nesterov_scheduled) product *= momentum(t);
  numbers &first = x.array("exp_avg"), &second = x.array("exp_avg_sq");
  for (size_t i = 0; i < g.size(); i++) {
    first[i] = b1 * first[i] + (1 - b1) * g[i];
    second[i] = b2 * second[i] + (1 - b2) * g[i] * g[i];
    double gradient = (1 - b1) * g[i] / (1 - std::pow(b1, t)), moment = b1 * first[i] / (1 - std::pow(b1, t));
    if (form == nesterov_next) moment = b1 * first[i] / (1 - std::pow(b1, t + 1));
    if (form == nesterov_scheduled) {
      gradient = (1 - momentum(t)) * g[i] / (1 - product);
      moment = momentum(t + 1) * first[i] / (1 - product * momentum(t + 1));
    }
    const double v = second[i] / c2, root = h.at("eps_mode") == eps_inside ? std::sqrt(v + eps) : std::sqrt(v) + eps;
    x.value[i] -= lr * (gradient + moment) / root;
  }
}

} // namespace reference
