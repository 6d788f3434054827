// Polyak and Juditsky 1992; the rate of Xu 2011, section 6, a step late as in PyTorch.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void asgd(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), lambd = h.at("lambd");
  double &next_rate = x.number("eta", lr), &rate = x.number("rate", lr);
  rate = h.at("rate_lr") == 0 ? next_rate : lr / std::pow(1 + lambd * lr * double(x.age - 1), h.at("alpha"));
  next_rate = lr / std::pow(1 + lambd * lr * double(x.age), h.at("alpha"));
  const double mu = 1 / std::max(1.0, double(x.age - 1) - h.at("t0"));
  numbers& mean = x.array("ax");
  for (size_t i = 0; i < g.size(); i++) {
    const double decayed = g[i] + h.at("weight_decay") * x.value[i];
    x.value[i] = (1 - lambd * rate) * x.value[i] - rate * decayed;
    mean[i] += mu * (x.value[i] - mean[i]);
  }
}

} // namespace reference
