// The update rules as the papers write them, one file each in textbook/. Part of reference.h.
#pragma once

#include "textbooks.h" // made by CMake: a file for each row of src/rules/rules.def

namespace reference {

// What of a parameter stays under decay beside the update.
inline double kept_of(const hypers& h) {
  const double lr = h.at("lr"), lr0 = h.at("decay_lr"), w = h.at("weight_decay"), mode = h.at("decay_mode");
  if (mode == decay_decoupled) return 1 - lr * w;
  if (mode == decay_independent) return lr0 == 0 ? 1 : 1 - lr / lr0 * w;
  if (mode == decay_corrected) return lr0 == 0 ? 1 : 1 - lr * lr / lr0 * w;
  if (mode == decay_fixed) return 1 - w;
  return mode == decay_proximal ? 1 / (1 + lr * w) : 1;
}

// One update: direction, decay (into the gradient, or of the parameter before or after), and the rule.
inline void update(const std::string& rule, parameter& x, numbers g, const hypers& h) {
  const bool decays = h.count("decay_mode") != 0; // or the rule does
  const bool after = decays && h.at("decay_order") != 0;
  const double l2 = decays && h.at("decay_mode") == 0 ? h.at("weight_decay") : 0, kept = decays ? kept_of(h) : 1;
  x.age++;
  for (size_t i = 0; i < g.size(); i++) {
    if (h.at("maximize") != 0) g[i] = -g[i];
    if (l2 != 0) g[i] += l2 * x.value[i]; // x may have diverged
    if (!after) x.value[i] *= kept;
  }
  bool known = false;
#define DLOPT_RULE(number, NAME, its_name)                                                                                                 \
  if (rule == #its_name) known = true, its_name(x, g, h);
#include "rules/rules.def"
#undef DLOPT_RULE
  if (!known) std::abort();
  if (after)
    for (double& p : x.value) p *= kept;
}

} // namespace reference
