// Shazeer and Stern 2018, algorithms 4 to 6.
#pragma once

#include "textbook/factored.h"

namespace reference {

inline plane adafactor_plane(const parameter& x, const hypers& h) {
  const double form = h.at("factored"), least = h.at("min_dim_size_to_factor");
  plane on = last_two(x);
  const auto fits = [&] { return double(x.shape[on.across]) >= least && double(x.shape[on.down]) >= least; };
  if (!on.factored || form == 0) return {false, 0, 0};
  if (form == 2) {
    std::vector<std::pair<int64_t, size_t>> sizes;
    for (size_t d = 0; d < x.shape.size(); d++) sizes.push_back({x.shape[d], d});
    std::sort(sizes.begin(), sizes.end());
    on = {true, sizes.rbegin()[0].second, sizes.rbegin()[1].second};
  }
  if (form == 3 && x.shape.size() > 2) {
    on = {true, 1, 0};
    if (!fits()) on = last_two(x);
  }
  on.factored = fits();
  return on;
}

inline double adafactor_step_size(const parameter& x, const hypers& h) {
  const double t = double(x.age), form = h.at("relative_step"), lr = h.at("lr") * (form == 2 ? t / 1e4 : 1);
  return (form == 0 ? lr : std::min(lr, 1 / std::sqrt(t))) * (h.at("scale_parameter") != 0 ? std::max(h.at("eps2"), rms_of(x.value)) : 1);
}

inline void adafactor(parameter& x, const numbers& g, const hypers& h) {
  const double form = h.at("eps_form"), b1 = h.at("beta1"), eps1 = form == 0 ? DBL_EPSILON : h.at("eps1");
  const double stays = std::min(h.at("beta2"), 1 - std::pow(double(x.age), h.at("beta2_decay"))), floor = form == 2 ? 0 : eps1;
  numbers squares = g, u = g;
  for (double& v : squares) v = v * v + (form == 2 ? eps1 : 0);
  const numbers v = second_moment(x, {"variance", "row_var", "col_var"}, squares, stays, adafactor_plane(x, h), floor);
  for (size_t i = 0; i < g.size(); i++) u[i] = g[i] / std::max({std::sqrt(v[i]), floor, DBL_MIN});
  const double clip = std::max(1.0, rms_of(u) / h.at("d")), size = adafactor_step_size(x, h);
  const bool inside = h.at("lr_place") == 1;
  x.known["lr"] = h.at("decay_by") == 0 ? h.at("lr") : size;
  for (size_t i = 0; i < g.size(); i++) {
    double step = u[i] / clip;
    if (b1 != 0) {
      numbers& m = x.array("exp_avg");
      m[i] = b1 * m[i] + (1 - b1) * step * (inside ? size : 1);
      step = inside ? m[i] : size * m[i];
    } else step *= size;
    x.value[i] -= step;
  }
}

} // namespace reference
