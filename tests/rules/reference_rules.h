// The update rules as the papers write them, one file each in textbook/. Part of reference.h.
#pragma once

#include "textbooks.h" // made by CMake: a file for each row of src/rules/rules.def

namespace reference {

// One update: direction, decay (into the gradient, or of the parameter before or after), and the rule.
inline void update(const std::string& rule, parameter& x, numbers g, const hypers& h) {
  const double decay = h.at("weight_decay");
  const bool decoupled = h.at("decay_mode") != 0, after = h.at("decay_order") != 0;
  x.age++;
  for (size_t i = 0; i < g.size(); i++) {
    if (h.at("maximize") != 0) g[i] = -g[i];
    if (!decoupled) g[i] += decay * x.value[i];
    if (decoupled && !after) x.value[i] *= 1 - h.at("lr") * decay;
  }
  bool known = false;
#define DLOPT_RULE(number, NAME, its_name)                                                                                                 \
  if (rule == #its_name) known = true, its_name(x, g, h);
#include "rules/rules.def"
#undef DLOPT_RULE
  if (!known) std::abort();
  if (decoupled && after)
    for (double& p : x.value) p *= 1 - h.at("lr") * decay;
}

} // namespace reference
