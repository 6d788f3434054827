// Zaheer et al. 2018, algorithm 2, with Adam's bias corrections.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void yogi(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h), start = h.at("initial_accumulator_value");
  const bool correct = h.at("bias_correction") != 0;
  const double c1 = correct ? -std::expm1(double(x.age) * std::log(b1)) : 1;
  const double c2 = correct ? -std::expm1(double(x.age) * std::log(b2)) : 1;
  numbers &first = x.array("exp_avg", start), &second = x.array("exp_avg_sq", start);
  for (size_t i = 0; i < g.size(); i++) {
    const double square = g[i] * g[i], part = (1 - b2) * square;
    first[i] = b1 * first[i] + (1 - b1) * g[i];
    if (second[i] > square) second[i] -= part;
    else if (second[i] < square) second[i] += part;
    x.value[i] -= lr * (first[i] / c1) / (std::sqrt(second[i] / c2) + eps);
  }
}

} // namespace reference
