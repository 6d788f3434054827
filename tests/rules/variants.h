// Every rule in every convention, made from the introspection tables: what the bit-level tests run over. A new hyper-parameter joins by
// itself.
#pragma once

#include "handles.h"

#include <cmath>
#include <map>

namespace dlopt_test {

struct variant {
  dlopt_rule rule;
  std::string name;              // such as "eps_mode=inside"
  std::string preset;            // may be empty
  std::map<int32_t, double> set; // every hyper-parameter of kind real, and what the name says
};

// Amounts are of kind real or integer; the other kinds have few values, and each gets a variant.
inline bool is_amount(const dlopt_hyper_info& info) { return info.kind == DLOPT_KIND_REAL || info.kind == DLOPT_KIND_INTEGER; }

// What the driver does for every rule in the same way is shown by a few.
inline bool is_the_drivers(const dlopt_hyper_info& info) {
  switch (info.id) {
  case DLOPT_HYPER_MAXIMIZE:
  case DLOPT_HYPER_DECAY_MODE:
  case DLOPT_HYPER_DECAY_ORDER:
  case DLOPT_HYPER_DECAY_LR:
  case DLOPT_HYPER_CAUTIOUS:
  case DLOPT_HYPER_ZERO_GRAD:
  case DLOPT_HYPER_NULL_GRAD:
  case DLOPT_HYPER_MAX_NORM:
  case DLOPT_HYPER_CLIP_VALUE: return true;
  }
  return false;
}
inline bool shows_the_driver(dlopt_rule rule) { return rule == DLOPT_RULE_SGD || rule == DLOPT_RULE_ADAMW; }

inline bool has_hyper(dlopt_rule rule, dlopt_hyper id) {
  for (const dlopt_hyper_info& info : hypers_of(rule))
    if (info.id == id) return true;
  return false;
}
inline bool is_noisy(dlopt_rule rule) { return has_hyper(rule, DLOPT_HYPER_TEMPERATURE); }
// Of stochastic rounding alone, which parameters of 16 bits see (masters_test.cpp).
inline bool is_of_rounding(dlopt_rule rule, const dlopt_hyper_info& info) { return info.id == DLOPT_HYPER_SEED && !is_noisy(rule); }

// An amount that makes a hyper-parameter count: away from its default and from what does nothing.
inline double busy_value(const dlopt_hyper_info& info) {
  switch (info.id) {
  case DLOPT_HYPER_LR: return 0.01;
  case DLOPT_HYPER_WEIGHT_DECAY: return 0.02;
  case DLOPT_HYPER_MOMENTUM: return 0.9;
  case DLOPT_HYPER_DAMPENING: return 0.25;
  case DLOPT_HYPER_BETA1: return 0.85;
  case DLOPT_HYPER_BETA2: return 0.95;
  case DLOPT_HYPER_ALPHA: return 0.9;
  case DLOPT_HYPER_EPS: return 1e-3;
  case DLOPT_HYPER_LR_DECAY: return 0.01;
  case DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE: return 0.1;
  case DLOPT_HYPER_TRUST_MIN: return 0.01;
  case DLOPT_HYPER_TRUST_MAX: return 3;
  case DLOPT_HYPER_NORM_MAX: return 20;
  case DLOPT_HYPER_D0: return 0.01;
  case DLOPT_HYPER_GROWTH_RATE: return 1.5;
  case DLOPT_HYPER_T0: return 5;
  case DLOPT_HYPER_STEP_THRESHOLD: return 0.01;
  case DLOPT_HYPER_WEIGHT_LIMIT: return 3;
  case DLOPT_HYPER_WARMUP_STEPS: return 4;
  }
  const double moved = info.kind == DLOPT_KIND_INTEGER ? info.default_value + 1 : info.default_value ? info.default_value * 0.9 : 0.2;
  if (moved > info.upper) return info.lower;
  return moved < info.lower ? info.default_value * 1.5 : moved;
}

// Rules whose elements know of each other: they look at whole tensors before they step, so that no element can be left out.
inline bool sees_whole_tensors(dlopt_rule rule) { return !has_hyper(rule, DLOPT_HYPER_ZERO_GRAD); }

// Whether the values go together: a step without parameters tells, on a clone because it counts.
inline bool go_together(const optimizer_handle& optimizer) {
  dlopt_optimizer* copy = nullptr;
  EXPECT_DLOPT(dlopt_optimizer_clone(optimizer.get(), &copy));
  dlopt_step_desc desc = default_step();
  desc.loss = 0; // for rules that ask for it
  return dlopt_optimizer_step(optimizer_handle(copy).get(), nullptr, nullptr, 0, &desc) == DLOPT_OK;
}

inline variant busy_variant(dlopt_rule rule) {
  variant v{rule, "plain", "", {}};
  for (const dlopt_hyper_info& info : hypers_of(rule))
    if (is_amount(info) && std::isfinite(info.default_value)) v.set[info.id] = busy_value(info);
  return v;
}

// Turns on what a choice needs to be seen, and off what it contradicts.
inline void settle(variant& v) {
  const auto is = [&](int32_t id) { return v.set.count(id) && v.set[id] != 0; };
  if (v.set.count(DLOPT_HYPER_AMSGRAD_FORM)) v.set[DLOPT_HYPER_AMSGRAD] = 1;
  if (is(DLOPT_HYPER_DECAY_ORDER)) v.set[DLOPT_HYPER_DECAY_MODE] = DLOPT_DECAY_DECOUPLED;
  if (is(DLOPT_HYPER_DECAY_MODE)) v.set.erase(DLOPT_HYPER_WEIGHT_LIMIT);
  if (is(DLOPT_HYPER_NESTEROV) || is(DLOPT_HYPER_MOMENTUM_FORM) || !may_dampen(v.rule, v.preset)) v.set.erase(DLOPT_HYPER_DAMPENING);
}

inline std::vector<variant> variants_of(dlopt_rule rule) {
  std::vector<variant> all = {busy_variant(rule)};
  for (const std::string& preset : presets_of(rule)) {
    variant v = busy_variant(rule);
    v.name = "preset=" + preset;
    v.preset = preset;
    for (const dlopt_hyper_info& info : hypers_of(rule))
      if (info.id == DLOPT_HYPER_AMSGRAD) v.set[info.id] = 1; // some presets say how
    all.push_back(v);
  }
  for (const dlopt_hyper_info& info : hypers_of(rule)) {
    if (is_amount(info) || (is_the_drivers(info) && !shows_the_driver(rule))) continue;
    const std::vector<std::string> choices = info.kind == DLOPT_KIND_CHOICE ? words(info.choices) : std::vector<std::string>{"0", "1"};
    for (size_t k = 0; k < choices.size(); k++) {
      if (double(k) == info.default_value) continue;
      variant v = busy_variant(rule);
      v.name = std::string(info.name) + "=" + choices[k];
      v.set[info.id] = double(k);
      all.push_back(v);
    }
  }
  if (all[0].set.count(DLOPT_HYPER_MOMENTUM)) { // without its buffer the update is another loop
    variant v = busy_variant(rule);
    v.name = "momentum=0";
    v.set.erase(DLOPT_HYPER_MOMENTUM);
    all.push_back(v);
  }
  for (variant& v : all) settle(v);
  return all;
}

inline optimizer_handle make_optimizer(const variant& v, dlopt_runtime* runtime = nullptr) {
  optimizer_handle optimizer = make_optimizer(v.rule, runtime);
  if (!v.preset.empty()) EXPECT_DLOPT(dlopt_optimizer_preset(optimizer.get(), v.preset.c_str()));
  for (const auto& [id, value] : v.set) EXPECT_DLOPT(dlopt_optimizer_set(optimizer.get(), id, value));
  EXPECT_TRUE(go_together(optimizer)) << dlopt_rule_name(v.rule) << " " << v.name << ": " << dlopt_last_error();
  return optimizer;
}

} // namespace dlopt_test
