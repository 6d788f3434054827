// Zhuang et al. 2020, algorithm 2; rectified as Liu et al. 2020, algorithm 2, from length 5 on.
#pragma once

#include "textbook/radam.h"

namespace reference {

inline double rectification(double b, double length) {
  const double last = 2 / (1 - b) - 1;
  return std::sqrt((length - 4) * (length - 2) * last / ((last - 4) * (last - 2) * length));
}

inline void adabelief(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h);
  const double added = h.at("eps_root_form") != 0 ? h.at("eps_root") : h.at("eps");
  const bool rectified = h.at("rectified") != 0;
  const double c1 = -std::expm1(double(x.age) * std::log(b1)), c2 = -std::expm1(double(x.age) * std::log(b2));
  const double length = length_of_average(b2, x.age);
  numbers &first = x.array("exp_avg"), &second = x.array("exp_avg_var");
  numbers* largest = h.at("amsgrad") != 0 ? &x.array("max_exp_avg_var") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    first[i] = b1 * first[i] + (1 - b1) * g[i];
    second[i] = b2 * second[i] + (1 - b2) * (g[i] - first[i]) * (g[i] - first[i]) + added;
    if (largest) (*largest)[i] = std::max((*largest)[i], second[i]);
    const double v = largest ? (*largest)[i] : second[i], m_hat = first[i] / c1;
    if (!rectified) x.value[i] -= lr * m_hat / (std::sqrt(v / c2) + eps);
    else if (length < 5) x.value[i] -= lr * m_hat;
    else x.value[i] -= lr * rectification(b2, length) * m_hat * std::sqrt(c2) / (std::sqrt(v) + eps);
  }
}

} // namespace reference
