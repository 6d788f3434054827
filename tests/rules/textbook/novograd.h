// Ginsburg et al. 2019, algorithm 1.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void novograd(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), w = h.at("weight_decay"), eps = eps_of(h);
  const double place = h.at("decay_place"), begins = h.at("first_step"), averaging = h.at("grad_averaging");
  const bool correct = h.at("bias_correction") != 0;
  numbers& moment = x.state["exp_avg_sq"];
  if (moment.empty()) moment = {0};
  const double square = norm_of(g) * norm_of(g);
  const bool first = begins == 2 ? moment[0] == 0 : begins == 0 && x.age == 1;
  moment[0] = first ? square : b2 * moment[0] + (1 - b2) * square;
  const double c1 = correct ? -std::expm1(double(x.age) * std::log(b1)) : 1, c2 = correct ? -std::expm1(double(x.age) * std::log(b2)) : 1;
  const double v = moment[0] / c2, norm = h.at("eps_mode") == eps_inside ? std::sqrt(v + eps) : std::sqrt(v) + eps;
  const double enters = averaging == 0 || (averaging == 2 && x.age == 1) ? 1 : 1 - b1;
  numbers& m = x.array("exp_avg");
  for (size_t i = 0; i < g.size(); i++) {
    double& p = x.value[i];
    m[i] = b1 * m[i] + enters * (place == 2 ? g[i] : g[i] / norm + (place == 0 ? w * p : 0));
    const double step = place == 2 ? m[i] / c1 / norm : m[i] / c1;
    p = (place == 0 ? p : p * (1 - lr * w)) - lr * step;
  }
}

} // namespace reference
