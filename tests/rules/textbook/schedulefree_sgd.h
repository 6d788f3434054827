// Defazio et al. 2024, algorithm 1, by its own three sequences; the parameter is y.
#pragma once

#include "textbook/parameter.h"

namespace reference {

// One step of z by lr * d, and of the average x and of y with it; d is empty of lr.
inline void schedulefree_move(parameter& x, const numbers& d, const hypers& h, double beta) {
  const double t = double(x.age), warmup = h.at("warmup_steps");
  const double lr = h.at("lr") * (warmup > 0 ? std::min(1.0, t / warmup) : 1);
  double &lr_max = x.number("lr_max"), &sum = x.number("weight_sum");
  lr_max = std::max(lr_max, lr);
  const double weight = std::pow(t, h.at("r")) * std::pow(lr_max, h.at("weight_lr_power"));
  sum += weight;
  const double share = sum > 0 ? weight / sum : 0;
  if (x.state["z"].empty()) x.state["z"] = x.value;
  numbers& z = x.state["z"];
  for (size_t i = 0; i < d.size(); i++) {
    double average = (x.value[i] - (1 - beta) * z[i]) / beta;
    z[i] -= lr * d[i];
    average = (1 - share) * average + share * z[i];
    x.value[i] = (1 - beta) * z[i] + beta * average;
  }
}

inline void schedulefree_sgd(parameter& x, numbers g, const hypers& h) {
  for (size_t i = 0; i < g.size(); i++) g[i] += h.at("weight_decay") * x.value[i];
  schedulefree_move(x, g, h, h.at("momentum"));
}

} // namespace reference
