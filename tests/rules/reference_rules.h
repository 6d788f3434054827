// The update rules as the papers write them, one file each in textbook/. Part of reference.h.
#pragma once

#include "textbooks.h" // made by CMake: a file for each row of src/rules/rules.def

namespace reference {

inline bool agree(double a, double b) { return (a > 0 && b > 0) || (a < 0 && b < 0); }

// Decay of a parameter x whose step is `step`, for a weight that all modes but l2 have.
inline double decayed(double x, double p, double step, const hypers& h, double lr) {
  const double part = h.at("lr of lr0"), w = h.at("weight_decay"), mode = h.at("decay_mode");
  if (mode == decay_decoupled) return x * (1 - lr * w);
  if (mode == decay_independent) return x * (1 - part * w);
  if (mode == decay_corrected) return x * (1 - part * lr * w);
  if (mode == decay_fixed) return x * (1 - w);
  if (mode == decay_proximal) return x / (1 + lr * w);
  if (mode == decay_l1) return std::fabs(x) <= lr * w ? 0 : x - std::copysign(lr * w, x);
  if (mode == decay_cautious) return agree(p, step) ? x * (1 - lr * w) : x;
  return x;
}

// Liang et al. 2024: steps against their gradients are not taken; the others may make up for them.
inline void mask(numbers& steps, const numbers& g, double form) {
  double agreeing = 0;
  for (size_t i = 0; i < g.size(); i++) agreeing += agree(steps[i], g[i]);
  const double n = double(g.size());
  const double factor = form == cautious_mean ? 1 / std::max(agreeing / n, 1e-3) : form == cautious_count ? n / (agreeing + 1) : 1;
  for (size_t i = 0; i < g.size(); i++) steps[i] = agree(steps[i], g[i]) ? steps[i] * factor : 0;
}

// The gradient as a rule sees it: its direction, and decay of the L2 kind.
inline numbers arrived(const numbers& value, numbers g, const hypers& h) {
  const double l2 = h.count("decay_mode") && h.at("decay_mode") == 0 ? h.at("weight_decay") : 0;
  for (size_t i = 0; i < g.size(); i++)
    g[i] = (h.at("maximize") != 0 ? -g[i] : g[i]) + (l2 != 0 ? l2 * value[i] : 0); // the value may have diverged
  return g;
}

// A look at every parameter before any of them moves, for the rules that need it.
struct look {
  parameter& x;
  numbers g;
  hypers h;
};
inline void look_at_all(const std::string& rule, std::vector<look>& looks, const hypers& of_first_group, hypers& shared) {
  const auto found = rules_together().find(rule);
  if (found == rules_together().end()) return;
  found->second.begin(shared);
  for (const look& each : looks) {
    each.x.shared = &shared;
    found->second.measure(each.x, arrived(each.x.value, each.g, each.h), each.h, shared);
  }
  found->second.conclude(of_first_group, shared);
}

inline void run_rule(const std::string& rule, parameter& x, const numbers& g, const hypers& h) {
  bool known = false;
#define DLOPT_RULE(number, NAME, its_name)                                                                                                 \
  if (rule == #its_name) known = true, its_name(x, g, h);
#include "rules/rules.def"
#undef DLOPT_RULE
  if (!known) std::abort();
}

// Puts back the elements whose gradient is zero, with their state.
inline void restore_at_zeros(parameter& x, const parameter& before, const numbers& g) {
  for (size_t i = 0; i < g.size(); i++) {
    if (g[i] != 0) continue;
    x.value[i] = before.value[i];
    for (auto& [name, values] : x.state) {
      const auto old = before.state.find(name);
      if (!x.is_number.count(name)) values[i] = old != before.state.end() && !old->second.empty() ? old->second[i] : x.initial[name];
    }
  }
}

// One update: direction, L2 decay into the gradient, the rule's step, the mask of steps, and decay beside the update.
inline void update(const std::string& rule, parameter& x, numbers g, const hypers& h) {
  const bool decays = h.count("decay_mode") != 0; // or the rule does
  const bool after = decays && h.at("decay_order") != 0;
  const parameter before = x;
  const numbers raw = g;
  x.age++;
  g = arrived(x.value, g, h);
  run_rule(rule, x, g, h);
  const double lr = x.known.count("lr") ? x.known.at("lr") : h.at("lr");
  numbers steps(g.size());
  for (size_t i = 0; i < g.size(); i++) steps[i] = before.value[i] - x.value[i];
  if (h.count("cautious") && h.at("cautious") != 0) mask(steps, g, h.at("cautious"));
  for (size_t i = 0; i < g.size(); i++) {
    const double p = before.value[i];
    x.value[i] = !decays ? p - steps[i] : after ? decayed(p - steps[i], p, steps[i], h, lr) : decayed(p, p, steps[i], h, lr) - steps[i];
  }
  if (h.count("zero_grad") && h.at("zero_grad") != 0) restore_at_zeros(x, before, raw);
}

} // namespace reference
