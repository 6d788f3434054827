// Keskar and Socher 2017, algorithm 1, with its v kept as (1 - beta1) v.
#pragma once

#include "textbook/parameter.h"

namespace reference {

// Adam's step p, whose moments move here.
inline numbers swats_adam(parameter& x, const numbers& g, const hypers& h) {
  const double b1 = h.at("beta1"), b2 = h.at("beta2"), eps = eps_of(h), mode = h.at("eps_mode"), t = double(x.age + 1);
  const double c1 = -std::expm1(t * std::log(b1)), c2 = -std::expm1(t * std::log(b2));
  numbers &m = x.array("exp_avg"), &a = x.array("exp_avg_sq"), p(g.size());
  for (size_t i = 0; i < g.size(); i++) {
    m[i] = b1 * m[i] + (1 - b1) * g[i];
    a[i] = b2 * a[i] + (1 - b2) * g[i] * g[i];
    const double root =
        mode == eps_inside ? std::sqrt(a[i] / c2 + eps) : std::sqrt(a[i] / c2) + (mode == eps_hat ? eps / std::sqrt(c2) : eps);
    p[i] = -h.at("lr") * m[i] / c1 / root;
  }
  return p;
}

inline numbers swats_sgd(parameter& x, const numbers& g, const hypers& h, const hypers& shared) {
  const double b1 = h.at("beta1"), lambda = shared.at("sgd_rate") * h.at("lr") / shared.at("switch_lr");
  numbers &v = x.array("exp_avg"), p(g.size());
  if (x.number("in_sgd") == 0) std::fill(v.begin(), v.end(), 0);
  x.number("in_sgd") = 1;
  for (size_t i = 0; i < g.size(); i++) {
    v[i] = b1 * v[i] + (1 - b1) * g[i];
    p[i] = -lambda * v[i];
  }
  return p;
}

inline void swats_begin(hypers& shared) { shared["pp"] = shared["pg"] = shared["tensors"] = 0; }

// The gradient counts by how much faster than others the parameter is to go.
inline void swats_measure(parameter& x, const numbers& g, const hypers& h, hypers& shared) {
  x.number("in_sgd");
  numbers& step = x.array("step of swats");
  step = shared["sgd_rate"] != 0 ? swats_sgd(x, g, h, shared) : swats_adam(x, g, h);
  for (size_t i = 0; i < g.size(); i++) {
    shared["pp"] += step[i] * step[i];
    shared["pg"] += h.at("lr") * step[i] * g[i];
  }
  shared["tensors"]++;
}

inline void swats_conclude(const hypers& h, hypers& shared) {
  if (shared["sgd_rate"] != 0 || shared["tensors"] == 0) return;
  const double k = ++shared["k"], b2 = h.at("beta2"), lr = h.at("lr");
  if (shared["pg"] == 0 || lr == 0) return;
  const double gamma = shared["pp"] / (-shared["pg"] / lr);
  shared["lambda"] = b2 * shared["lambda"] + (1 - b2) * gamma;
  const double corrected = shared["lambda"] / -std::expm1(k * std::log(b2));
  const double tolerance = h.at("switch_atol") + h.at("switch_rtol") * std::fabs(gamma);
  if (k > 1 && corrected > 0 && std::fabs(corrected - gamma) < tolerance) {
    shared["sgd_rate"] = corrected;
    shared["switch_lr"] = lr;
  }
}

inline const bool swats_looks = looks_at_all("swats", {swats_begin, swats_measure, swats_conclude});

inline void swats(parameter& x, const numbers& g, const hypers&) {
  const numbers step = x.state["step of swats"];
  x.state.erase("step of swats");
  for (size_t i = 0; i < g.size(); i++) x.value[i] += step[i];
}

} // namespace reference
