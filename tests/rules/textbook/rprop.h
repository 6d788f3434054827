// Riedmiller and Braun 1993; Igel and Huesken 2003, algorithms 1, 3 and 4. A first step size of lr, bounds on all of them.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline void rprop(parameter& x, const numbers& g, const hypers& h) {
  constexpr double irprop_plus = 1, rprop_plus = 2;
  const double form = h.at("rprop_form"), smallest = std::max(h.at("step_size_min"), DBL_MIN), largest = h.at("step_size_max");
  double &prev_loss = x.number("prev_loss", DBL_MAX), &loss_grew = x.number("loss_grew");
  loss_grew = h.at("loss") > prev_loss;
  prev_loss = h.at("loss");
  const bool back = form == rprop_plus || (form == irprop_plus && loss_grew != 0);
  numbers &prev = x.array("prev"), &size = x.array("step_size"); // 0: none yet
  for (size_t i = 0; i < g.size(); i++) {
    const double last = size[i] == 0 ? h.at("lr") : size[i];
    const bool same = (g[i] > 0 && prev[i] > 0) || (g[i] < 0 && prev[i] < 0);
    const bool turned = (g[i] > 0 && prev[i] < 0) || (g[i] < 0 && prev[i] > 0);
    size[i] = std::clamp(last * (same ? h.at("etaplus") : turned ? h.at("etaminus") : 1), smallest, largest);
    if (turned) {
      if (back) x.value[i] += prev[i] > 0 ? last : -last;
      prev[i] = 0;
      continue;
    }
    x.value[i] -= g[i] > 0 ? size[i] : g[i] < 0 ? -size[i] : 0;
    prev[i] = g[i];
  }
}

} // namespace reference
