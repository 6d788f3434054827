// You et al. 2020, algorithm 2.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline double lamb_ratio(double size, double slope, const hypers& h) {
  const double which = h.at("trust_ratio"), top = h.at("trust_max"), cap = h.at("norm_max");
  if (which == 0 || (which == 1 && h.at("weight_decay") == 0) || size == 0 || slope == 0) return 1;
  const double ratio = std::min(size, cap == 0 ? INFINITY : cap) / (slope + h.at("trust_eps"));
  return std::max(std::min(ratio, top == 0 ? INFINITY : top), h.at("trust_min"));
}

inline void lamb(parameter& x, const numbers& g, const hypers& h) {
  const double b1 = h.at("beta1"), b2 = h.at("beta2"), w = h.at("weight_decay"), eps = eps_of(h);
  const double form = h.at("bias_correction"), place = h.at("decay_place");
  const double c1 = -std::expm1(double(x.age) * std::log(b1)), c2 = -std::expm1(double(x.age) * std::log(b2));
  const double lr = h.at("lr") * (form == 2 ? std::sqrt(c2) / c1 : form == 3 ? 1 / c1 : 1);
  numbers &m = x.array("exp_avg"), &v = x.array("exp_avg_sq"), update(g.size());
  for (size_t i = 0; i < g.size(); i++) {
    const double entering = g[i] + (place == 0 ? w * x.value[i] : 0);
    m[i] = b1 * m[i] + (h.at("grad_averaging") != 0 ? 1 - b1 : 1) * entering;
    v[i] = b2 * v[i] + (1 - b2) * entering * entering;
    const double m_hat = form == 1 ? m[i] / c1 : m[i], v_hat = form == 1 ? v[i] / c2 : v[i];
    update[i] = m_hat / (h.at("eps_mode") == eps_inside ? std::sqrt(v_hat + eps) : std::sqrt(v_hat) + eps);
    if (place == 2) update[i] += w * x.value[i];
    if (place == 1) x.value[i] *= 1 - h.at("lr") * w;
  }
  const double ratio = lamb_ratio(norm_of(x.value), norm_of(update), h);
  for (size_t i = 0; i < g.size(); i++) x.value[i] -= lr * ratio * update[i];
}

} // namespace reference
