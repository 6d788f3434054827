// Mishchenko and Defazio 2023, algorithm 4, with the sums weighted by beta3.
#pragma once

#include "textbook/parameter.h"

namespace reference {

inline double prodigy_rate(const hypers& h, double d, double k) {
  const double b1 = h.at("beta1"), b2 = h.at("beta2"), lr = d * h.at("lr");
  if (h.at("bias_correction") == 0) return lr;
  return lr * std::sqrt(-std::expm1((k + 1) * std::log(b2))) / -std::expm1((k + 1) * std::log(b1));
}

inline void prodigy_begin(hypers& shared) { shared["way"] = shared["below"] = 0; }

// One parameter's part of the sums: <g, p0 - p> and |s|, both weighted. Its moments move here, too.
inline void prodigy_measure(parameter& x, const numbers& g, const hypers& h, hypers& shared) {
  const double b1 = h.at("beta1"), b2 = h.at("beta2"), b3 = h.at("beta3") == 0 ? std::sqrt(b2) : h.at("beta3");
  const double d0 = h.at("d0"), d = shared["k"] == 0 ? d0 : shared["d"], rate = prodigy_rate(h, d, shared["k"]);
  if (x.state["p0"].empty()) x.state["p0"] = x.value;
  numbers &m = x.array("exp_avg"), &v = x.array("exp_avg_sq"), &s = x.array("s");
  for (size_t i = 0; i < g.size(); i++) {
    const double entering = d * (g[i] + (h.at("decay_place") == 0 ? h.at("weight_decay") * x.value[i] : 0));
    shared["way"] += rate / d0 * entering * (x.state["p0"][i] - x.value[i]);
    m[i] = b1 * m[i] + (1 - b1) * entering;
    v[i] = b2 * v[i] + (1 - b2) * entering * entering;
    s[i] = b3 * s[i] + (h.at("safeguard_warmup") != 0 ? d : rate) / d0 * entering;
    shared["below"] += std::fabs(s[i]);
  }
}

// The estimate of this step, from the sums of all parameters.
inline void prodigy_conclude(const hypers& h, hypers& shared) {
  if (shared["below"] == 0) return;
  const double d0 = h.at("d0"), b3 = h.at("beta3") == 0 ? std::sqrt(h.at("beta2")) : h.at("beta3");
  if (shared["k"] == 0) shared["d"] = shared["d_max"] = d0;
  shared["before"] = shared["d"];
  shared["d_numerator"] = b3 * shared["d_numerator"] + shared["way"];
  const double found = h.at("d_coef") * shared["d_numerator"] / shared["below"];
  if (shared["d"] == d0) shared["d"] = std::max(shared["d"], found);
  shared["d_max"] = std::max(shared["d_max"], found);
  shared["d"] = std::min(shared["d_max"], shared["d"] * h.at("growth_rate"));
  shared["k"]++;
}

inline const bool prodigy_looks = looks_at_all("prodigy", {prodigy_begin, prodigy_measure, prodigy_conclude});

inline void prodigy(parameter& x, const numbers& g, const hypers& h) {
  const hypers& shared = *x.shared;
  if (shared.at("below") == 0) return;
  const double before = shared.at("k") == 1 ? h.at("d0") : shared.at("before");
  const double rate = prodigy_rate(h, before, shared.at("k") - 1), eps = std::max(shared.at("d") * h.at("eps"), DBL_MIN);
  for (size_t i = 0; i < g.size(); i++) {
    const double kept = h.at("decay_place") == 0 ? 1 : 1 - rate * h.at("weight_decay");
    x.value[i] = kept * x.value[i] - rate * x.state["exp_avg"][i] / (std::sqrt(x.state["exp_avg_sq"][i]) + eps);
  }
}

} // namespace reference
