#include "settings.h"

#include "rules/common_rows.h"

#include <cstring>
#include <set>

namespace dlopt_cuda {
namespace {

using namespace dlopt;

// What the driver does for every rule alike is in no coefficient.
bool is_the_drivers(int32_t id) {
  for (const hyper_row& row : kCommonRows)
    if (row.id == id) return true;
  for (const hyper_row& row : kDecayRows)
    if (row.id == id) return true;
  return id == kZeroGradRow.id || id == DLOPT_HYPER_DECAY_MODE;
}

// Away from the default and from what does nothing.
double busy_value(const hyper_row& row) {
  if (row.kind == DLOPT_KIND_FLAG || row.kind == DLOPT_KIND_CHOICE) return row.default_value;
  switch (row.id) {
  case DLOPT_HYPER_LR: return 0.01;
  case DLOPT_HYPER_WEIGHT_DECAY: return 0.02;
  case DLOPT_HYPER_D0: return 0.01;
  case DLOPT_HYPER_GROWTH_RATE: return 1.5;
  case DLOPT_HYPER_WARMUP_STEPS: return 4;
  }
  if (row.kind == DLOPT_KIND_INTEGER) return row.default_value + 1;
  const double moved = row.default_value != 0 ? row.default_value * 0.9 : 0.2;
  if (moved > row.upper) return row.lower;
  return moved < row.lower ? row.default_value * 1.5 : moved;
}

// The look at a tensor's small states leaves their roots to the element, whatever is kept.
uint32_t element_states(const rule_info& rule, const hyper_values& h) {
  const uint32_t used = states_in_use(rule, h);
  if (!rule.n_moments) return used;
  const uint32_t plain = (1u << (rule.element_states - rule.n_moments)) - 1, all = (1u << rule.element_states) - 1;
  return (used & plain) | (all & ~plain);
}

// The hyper-parameters that decide which states are kept, on and off in every combination.
std::vector<setting> bases(const rule_info& rule) {
  setting busy = {"", {}, 0};
  for (int32_t i = 0; i < rule.n_hypers; ++i) busy.hypers.value[rule.hypers[i].id] = busy_value(rule.hypers[i]);
  busy.hypers.lr_part = 0.5;
  std::vector<setting> all = {busy};
  std::set<int32_t> deciding;
  for (int32_t k = 0; k < rule.n_states; ++k)
    if (rule.states[k].needed_by) deciding.insert(rule.states[k].needed_by);
  for (int32_t id : deciding) {
    const hyper_row& row = *find_hyper(rule, id);
    const std::vector<setting> before = all;
    for (setting s : before) {
      const bool on = s.hypers.is(id);
      s.hypers.value[id] = on ? 0 : row.upper < 1 ? 0.9 : 1;
      s.name += std::string(on ? " without " : " with ") + row.name;
      all.push_back(s);
    }
  }
  return all;
}

void add(const rule_info& rule, setting s, const std::string& name, std::vector<setting>& all) {
  if (rule.conflict(s.hypers)) return;
  s.name = name + s.name;
  s.used = element_states(rule, s.hypers);
  all.push_back(s);
}

} // namespace

std::vector<setting> settings_of(const rule_info& rule) {
  std::vector<setting> all;
  for (const setting& base : bases(rule)) {
    add(rule, base, "plain", all);
    setting preset = base;
    for (int32_t i = 0; i < rule.n_presets; ++i) { // rows of one preset stand together
      preset.hypers.value[rule.presets[i].hyper] = rule.presets[i].value;
      if (i + 1 < rule.n_presets && !std::strcmp(rule.presets[i].preset, rule.presets[i + 1].preset)) continue;
      add(rule, preset, std::string("preset ") + rule.presets[i].preset, all);
      preset = base;
    }
    for (int32_t i = 0; i < rule.n_hypers; ++i) {
      const hyper_row& row = rule.hypers[i];
      if ((row.kind != DLOPT_KIND_FLAG && row.kind != DLOPT_KIND_CHOICE) || is_the_drivers(row.id)) continue;
      for (double value = row.lower; value <= row.upper; ++value) {
        if (value == row.default_value) continue;
        setting s = base;
        s.hypers.value[row.id] = value;
        add(rule, s, std::string(row.name) + "=" + std::to_string(int(value)), all);
      }
    }
  }
  return all;
}

} // namespace dlopt_cuda
