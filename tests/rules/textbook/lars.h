// You, Gitman and Ginsburg 2017, algorithm 1; Ginsburg, Gitman and You 2018 (LARC).
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void lars(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), w = h.at("weight_decay"), u = h.at("momentum"), form = h.at("trust_form"), which = h.at("trust_ratio");
  const bool joint = form == 1, larc = form == 2, adapts = which == 2 || (which == 1 && w != 0);
  numbers measured = g;
  for (size_t i = 0; joint && i < g.size(); i++) measured[i] += w * x.value[i];
  const double size = norm_of(x.value), slope = norm_of(measured);
  const bool zero = size == 0 || slope == 0, raw = adapts && zero && larc;
  double ratio = 1;
  if (adapts && !zero) ratio = h.at("trust_coefficient") * size / (slope + (joint ? 0 : w * size) + h.at("eps"));
  if (adapts && !raw && h.at("trust_clip") != 0) ratio = std::min(ratio, lr) / (lr == 0 ? 1 : lr);
  const bool lr_inside = h.at("lr_place") != 0, fresh = u != 0 && x.state["momentum_buffer"].empty();
  numbers* buffer = u != 0 ? &x.array("momentum_buffer") : nullptr;
  for (size_t i = 0; i < g.size(); i++) {
    double d = (lr_inside ? lr : 1) * ratio * (g[i] + (raw ? 0 : w * x.value[i]));
    if (buffer) {
      double& b = (*buffer)[i];
      b = fresh && h.at("first_step") == first_gradient ? d : u * b + (1 - h.at("dampening")) * d;
      d = h.at("nesterov") != 0 ? d + u * b : b;
    }
    x.value[i] -= (lr_inside ? 1 : lr) * d;
  }
}

} // namespace reference
