// Fahlman 1988, section 3.4: a parabola through two slopes, bounded by mu times the last step; lr times the slope is added while it has
// the direction of the last step, and is all there is where there was none.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void quickprop(parameter& x, const numbers& g, const hypers& h) {
  const double lr = h.at("lr"), mu = h.at("mu"), limit = h.at("weight_limit");
  numbers &prev = x.array("prev"), &prev_step = x.array("prev_step");
  for (size_t i = 0; i < g.size(); i++) {
    const double last = prev_step[i];
    double step = lr * g[i];
    if (std::fabs(last) > h.at("step_threshold") && prev[i] * last > 0) {
      const bool onward = g[i] * last > 0;
      const double share = g[i] / prev[i]; // of the slope before
      const bool too_far = share >= 1 || share / (1 - share) > mu;
      step = (too_far ? mu : share / (1 - share)) * last + (onward ? lr * g[i] : 0);
    }
    prev[i] = g[i];
    prev_step[i] = step;
    x.value[i] -= step;
    if (limit > 0) x.value[i] = std::clamp(x.value[i], -limit, limit);
  }
}

} // namespace reference
