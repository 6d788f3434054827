// The vectors see everything: each rule, hyper-parameter, choice, preset, state, schedule field and step option has a case that a change of
// it breaks. What is merely mentioned in a file does not count.
#include "case_run.h"
#include "schedule_build.h"
#include "variants.h"

#include <cmath>
#include <cstdio>

namespace dlopt_test {
namespace {

constexpr double kSeen = 1e-6; // far above every bound of the vectors' own tests

// How far the parameters stray. States are left out: that one is kept or not proves nothing about the update.
double strays(case_record record, bool with_states = false) {
  if (!with_states)
    for (auto& step : record.steps) step.second.states.clear();
  return measure(all_vectors(), record, DLOPT_DTYPE_F64, DLOPT_DTYPE_F64, 1e-300).worst;
}

case_record with(case_record record, const std::string& hyper, double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%a", value);
  for (setting& one : record.settings)
    if (one.hyper == hyper) one = {one.group, hyper, text, ""};
  record.settings.insert(record.settings.begin(), {-1, hyper, text, ""});
  return record;
}

double value_in(const case_record& record, const std::string& hyper) {
  return case_run(all_vectors(), record, DLOPT_DTYPE_F64, DLOPT_DTYPE_F64).value(hyper);
}

std::vector<case_record> cases_of(const std::string& rule) {
  std::vector<case_record> out;
  for (const case_record& record : all_vectors().cases)
    if (record.file == rule) out.push_back(record);
  return out;
}

// Some case that has `from` strays from its truth when it is run with `to`.
bool some_case_sees(const std::vector<case_record>& cases, const dlopt_hyper_info& hyper, double from, double to) {
  for (const case_record& record : cases)
    if (value_in(record, hyper.name) == from && strays(with(record, hyper.name, to)) > kSeen) return true;
  return false;
}

// Some case strays when the hyper-parameter gets its default, or zero, instead of what the case says.
bool some_case_sees_the_amount(const std::vector<case_record>& cases, const dlopt_hyper_info& hyper) {
  const bool in_states = hyper.id == DLOPT_HYPER_T0; // of an average that nothing is made of
  for (const case_record& record : cases) {
    const double value = value_in(record, hyper.name);
    if (value == hyper.default_value || value == 0) continue;
    const auto seen = [&](double other) { return strays(with(record, hyper.name, other), in_states) > kSeen; };
    if (seen(hyper.default_value) && seen(hyper.lower)) return true;
  }
  return false;
}

void expect_seen(const std::vector<case_record>& cases, const dlopt_hyper_info& hyper, const std::string& of) {
  if (hyper.kind == DLOPT_KIND_REAL || hyper.kind == DLOPT_KIND_INTEGER) {
    EXPECT_TRUE(some_case_sees_the_amount(cases, hyper)) << of << " " << hyper.name;
    return;
  }
  for (double from = 0; from <= hyper.upper; from++)
    for (double to = 0; to <= hyper.upper; to++)
      EXPECT_TRUE(from == to || some_case_sees(cases, hyper, from, to))
          << of << " " << hyper.name << ": no case tells " << from << " from " << to;
}

TEST(completeness, every_hyper_parameter_of_every_rule_is_seen) {
  for (dlopt_rule rule : all_rules()) {
    const std::string name = dlopt_rule_name(rule);
    const std::vector<case_record> cases = cases_of(name);
    EXPECT_GE(cases.size(), 5u) << name;
    for (const dlopt_hyper_info& hyper : hypers_of(rule)) {
      if (!is_the_drivers(hyper) && !is_of_rounding(rule, hyper)) expect_seen(cases, hyper, name);
      const double other = hyper.default_value == DLOPT_DECAY_L2 ? DLOPT_DECAY_DECOUPLED : DLOPT_DECAY_L2;
      if (hyper.id == DLOPT_HYPER_DECAY_MODE)
        EXPECT_TRUE(some_case_sees(cases, hyper, hyper.default_value, other)) << name << ": no case tells how it decays by default";
    }
  }
}

TEST(completeness, every_hyper_parameter_of_the_driver_is_seen) {
  std::vector<case_record> cases = cases_of("steps"); // of rules that have them all
  for (const case_record& record : cases_of("sgd")) cases.push_back(record);
  for (const case_record& record : cases_of("adamw")) cases.push_back(record);
  for (const dlopt_hyper_info& hyper : hypers_of(DLOPT_RULE_SGD))
    if (is_the_drivers(hyper)) expect_seen(cases, hyper, "driver");
}

// The defaults themselves: a case that sets nothing strays when any amount is another.
TEST(completeness, every_rule_has_a_case_of_bare_defaults) {
  for (dlopt_rule rule : all_rules()) {
    bool found = false;
    for (const case_record& record : cases_of(dlopt_rule_name(rule))) found |= record.settings.empty() && record.preset.empty();
    EXPECT_TRUE(found) << dlopt_rule_name(rule);
  }
}

TEST(completeness, every_preset_is_seen) {
  for (dlopt_rule rule : all_rules())
    for (const std::string& preset : presets_of(rule)) {
      bool used = false, tells = false, neutral = true;
      const optimizer_handle plain = make_optimizer(rule), set = make_optimizer(rule);
      ASSERT_DLOPT(dlopt_optimizer_preset(set.get(), preset.c_str()));
      for (const dlopt_hyper_info& hyper : hypers_of(rule)) {
        double before = 0, after = 0;
        ASSERT_DLOPT(dlopt_optimizer_get(plain.get(), hyper.id, &before));
        ASSERT_DLOPT(dlopt_optimizer_get(set.get(), hyper.id, &after));
        neutral &= before == after;
      }
      for (case_record record : cases_of(dlopt_rule_name(rule))) {
        if (record.preset != preset) continue;
        used = true;
        record.preset.clear();
        tells |= strays(record) > kSeen;
      }
      EXPECT_TRUE(used) << dlopt_rule_name(rule) << " " << preset;
      EXPECT_TRUE(tells || neutral) << dlopt_rule_name(rule) << " " << preset << " does what the defaults do";
    }
}

TEST(completeness, every_state_is_compared) {
  for (dlopt_rule rule : all_rules())
    for (const std::string& state : states_of(rule)) {
      int rows = 0;
      for (const case_record& record : cases_of(dlopt_rule_name(rule)))
        for (const auto& step : record.steps)
          for (const auto& slot : step.second.states) rows += int(slot.second.count(state));
      EXPECT_GE(rows, 32) << dlopt_rule_name(rule) << " " << state;
    }
}

// Some whole-step case strays when a field of dlopt_step_desc is left at its default.
TEST(completeness, every_step_option_is_seen) {
  const std::vector<case_record> cases = cases_of("steps");
  for (const char* field : {"grad_scale", "max_norm", "norm_type", "clip_value", "clip_form"}) {
    bool seen = false;
    for (case_record record : cases)
      if (record.desc.erase(field) == 1) seen |= strays(record) > 1e-10; // the two clip forms differ by 1e-6 of the norm, no more
    EXPECT_TRUE(seen) << field;
  }
}

TEST(completeness, scales_and_groups_of_parameters_are_seen) {
  bool lr = false, decay = false, group = false;
  for (const case_record& record : cases_of("steps"))
    for (const auto& [slot, its] : record.slots) {
      case_record edited = record;
      edited.slots[slot].lr_scale = 1;
      lr |= its.lr_scale != 1 && strays(edited) > kSeen;
      edited.slots[slot] = {its.group, its.lr_scale, 1};
      decay |= its.decay_scale != 1 && strays(edited) > kSeen;
      edited.slots[slot] = {0, its.lr_scale, its.decay_scale};
      group |= its.group != 0 && strays(edited) > kSeen;
    }
  EXPECT_TRUE(lr);
  EXPECT_TRUE(decay);
  EXPECT_TRUE(group);
}

// The record has the field, away from its default, and gives other values with the default.
bool field_is_seen(schedule_record record, const dlopt_hyper_info& field) {
  const bool list = field.kind == DLOPT_KIND_LIST;
  const auto its = record.fields.find(field.name);
  if (list ? !record.lists.count(field.name) : its == record.fields.end() || value_of(field, its->second) == field.default_value)
    return false;
  record.lists.erase(field.name);
  record.fields.erase(field.name);
  std::map<int64_t, double> got = values_of(all_vectors(), record);
  for (const auto& [when, truth] : record.values)
    if (!(std::fabs(got[when] - truth) <= kSeen * std::fabs(truth))) return true;
  return false;
}

TEST(completeness, every_schedule_kind_and_field_is_seen) {
  for (dlopt_schedule_kind kind = 1; kind <= dlopt_schedule_kind_count(); kind++) {
    const std::string name = dlopt_schedule_kind_name(kind);
    int records = 0, bare = 0;
    for (const schedule_record& record : all_vectors().schedules) {
      records += record.kind == name;
      bare += record.kind == name && record.fields.empty() && record.lists.empty();
    }
    EXPECT_GE(records, 1) << name;
    EXPECT_GE(bare, 1) << name << ": no record tells the defaults"; // a composition has none to tell
    for (const dlopt_hyper_info& field : fields_of(kind)) {
      bool seen = false;
      for (const schedule_record& record : all_vectors().schedules) seen |= record.kind == name && field_is_seen(record, field);
      EXPECT_TRUE(seen) << name << " " << field.name;
    }
  }
}

} // namespace
} // namespace dlopt_test
