// Pagliardini, Ablin and Grangier 2024, algorithm 1 and its warm-ups.
#pragma once

#include "textbook/parameter.h"

namespace reference {

// The half-life of the mean goes on a straight line from that of `start` to that of `end`.
inline double warm_beta3(double start, double end, double t, double steps) {
  if (t >= steps || start >= end) return end;
  const double from = start > 0 ? std::log(0.5) / std::log(start) : 0, to = std::log(0.5) / std::log(end);
  return std::exp2(-1 / (from + (to - from) * t / steps));
}

inline void ademamix(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), b1 = h.at("beta1"), b2 = h.at("beta2"), t = double(x.age);
  const double eps = eps_of(h), eps_root = h.at("eps_root");
  const double b3 = warm_beta3(b1, h.at("beta3"), t, h.at("t_beta3"));
  const double alpha = t < h.at("t_alpha") ? h.at("alpha") * t / h.at("t_alpha") : h.at("alpha");
  const double c1 = -std::expm1(t * std::log(b1)), c2 = -std::expm1(t * std::log(b2));
  numbers &fast = x.array("exp_avg"), &slow = x.array("exp_avg_slow"), &second = x.array("exp_avg_sq");
  for (size_t i = 0; i < g.size(); i++) {
    fast[i] = b1 * fast[i] + (1 - b1) * g[i];
    slow[i] = b3 * slow[i] + (1 - b3) * g[i];
    second[i] = b2 * second[i] + (1 - b2) * g[i] * g[i];
    x.value[i] -= lr * (fast[i] / c1 + alpha * slow[i]) / (std::sqrt(second[i] / c2 + eps_root) + eps);
  }
}

} // namespace reference
