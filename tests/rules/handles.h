// Owning handles, the introspection tables as vectors, and a check that prints the library's own sentence.
#pragma once

#include <dlopt.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

// For void test bodies and helpers: the call must succeed, or the library says why it did not.
#define ASSERT_DLOPT(call)                                                                                                                 \
  do {                                                                                                                                     \
    ASSERT_EQ(DLOPT_OK, (call)) << dlopt_last_error();                                                                                     \
  } while (0)
#define EXPECT_DLOPT(call)                                                                                                                 \
  do {                                                                                                                                     \
    EXPECT_EQ(DLOPT_OK, (call)) << dlopt_last_error();                                                                                     \
  } while (0)

namespace dlopt_test {

struct destroyer {
  void operator()(dlopt_optimizer* o) const { EXPECT_DLOPT(dlopt_optimizer_destroy(o)); }
  void operator()(dlopt_schedule* s) const { EXPECT_DLOPT(dlopt_schedule_destroy(s)); }
  void operator()(dlopt_runtime* r) const { EXPECT_DLOPT(dlopt_runtime_destroy(r)); }
};
using optimizer_handle = std::unique_ptr<dlopt_optimizer, destroyer>;
using schedule_handle = std::unique_ptr<dlopt_schedule, destroyer>;
using runtime_handle = std::unique_ptr<dlopt_runtime, destroyer>;

inline optimizer_handle make_optimizer(dlopt_rule rule, dlopt_runtime* runtime = nullptr) {
  dlopt_optimizer* raw = nullptr;
  EXPECT_DLOPT(dlopt_optimizer_create(runtime, rule, &raw));
  return optimizer_handle(raw);
}

inline runtime_handle make_runtime(int32_t threads) {
  dlopt_runtime_desc desc;
  EXPECT_DLOPT(dlopt_runtime_desc_init(&desc, sizeof desc));
  desc.threads = threads;
  dlopt_runtime* raw = nullptr;
  EXPECT_DLOPT(dlopt_runtime_create(&desc, &raw));
  return runtime_handle(raw);
}

inline dlopt_step_desc default_step() {
  dlopt_step_desc desc;
  EXPECT_DLOPT(dlopt_step_desc_init(&desc, sizeof desc));
  return desc;
}

inline std::vector<dlopt_rule> all_rules() {
  std::vector<dlopt_rule> rules;
  for (dlopt_rule r = 1; r <= dlopt_rule_count(); r++) rules.push_back(r);
  return rules;
}

inline dlopt_rule rule_named(const std::string& name) {
  dlopt_rule rule = 0;
  EXPECT_DLOPT(dlopt_rule_from_name(name.c_str(), &rule));
  return rule;
}

inline std::vector<dlopt_hyper_info> hypers_of(dlopt_rule rule) {
  std::vector<dlopt_hyper_info> all(size_t(dlopt_rule_hyper_count(rule)));
  for (size_t i = 0; i < all.size(); i++) {
    all[i].struct_size = sizeof all[i];
    EXPECT_DLOPT(dlopt_rule_hyper_info(rule, int32_t(i), &all[i]));
  }
  return all;
}

inline std::vector<dlopt_hyper_info> fields_of(dlopt_schedule_kind kind) {
  std::vector<dlopt_hyper_info> all(size_t(dlopt_schedule_field_count(kind)));
  for (size_t i = 0; i < all.size(); i++) {
    all[i].struct_size = sizeof all[i];
    EXPECT_DLOPT(dlopt_schedule_field_info(kind, int32_t(i), &all[i]));
  }
  return all;
}

inline std::vector<dlopt_hyper_info> fields_of_wrapper(dlopt_wrapper wrapper) {
  std::vector<dlopt_hyper_info> all(size_t(dlopt_wrapper_field_count(wrapper)));
  for (size_t i = 0; i < all.size(); i++) {
    all[i].struct_size = sizeof all[i];
    EXPECT_DLOPT(dlopt_wrapper_field_info(wrapper, int32_t(i), &all[i]));
  }
  return all;
}

inline dlopt_wrapper wrapper_named(const std::string& name) {
  for (dlopt_wrapper w = 1; w <= dlopt_wrapper_count(); w++)
    if (name == dlopt_wrapper_name(w)) return w;
  ADD_FAILURE() << "no such wrapper: " << name;
  return 0;
}

inline std::vector<std::string> states_of(dlopt_rule rule) {
  std::vector<std::string> names;
  for (int32_t i = 0; i < dlopt_rule_state_count(rule); i++) {
    dlopt_state_info info;
    info.struct_size = sizeof info;
    EXPECT_DLOPT(dlopt_rule_state_info(rule, i, &info));
    names.push_back(info.name);
  }
  return names;
}

// Rules whose parameters know of each other: they keep numbers of all of them together.
inline bool sees_all_tensors(dlopt_rule rule) {
  for (int32_t i = 0; i < dlopt_rule_state_count(rule); i++) {
    dlopt_state_info info;
    info.struct_size = sizeof info;
    EXPECT_DLOPT(dlopt_rule_state_info(rule, i, &info));
    if (info.shape == DLOPT_STATE_SHARED) return true;
  }
  return false;
}

// Rules with states that are smaller than the parameter, which look at its dimensions.
inline bool factors(dlopt_rule rule) {
  bool found = false;
  dlopt_state_info info;
  info.struct_size = sizeof info;
  for (int32_t i = 0; dlopt_rule_state_info(rule, i, &info) == DLOPT_OK; i++) found |= info.shape >= DLOPT_STATE_ROWS;
  return found;
}

inline std::vector<std::string> presets_of(dlopt_rule rule) {
  std::vector<std::string> names;
  for (int32_t i = 0; dlopt_rule_preset_name(rule, i); i++) names.push_back(dlopt_rule_preset_name(rule, i));
  return names;
}

// Whether dampening goes together with what a preset chooses: SGD has a form of momentum that takes none.
inline bool may_dampen(dlopt_rule rule, const std::string& preset) {
  if (rule != DLOPT_RULE_SGD || preset.empty()) return true;
  const optimizer_handle optimizer = make_optimizer(rule);
  double form = 0;
  EXPECT_DLOPT(dlopt_optimizer_preset(optimizer.get(), preset.c_str()));
  EXPECT_DLOPT(dlopt_optimizer_get(optimizer.get(), DLOPT_HYPER_MOMENTUM_FORM, &form));
  return form == DLOPT_MOMENTUM_TORCH;
}

inline std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

inline size_t elements_of(const dlopt_tensor& t) {
  size_t count = 1;
  for (int32_t d = 0; d < t.ndim; d++) count *= size_t(t.shape[d]);
  return count;
}

// What a view of a state shows.
inline std::vector<double> values_of(const dlopt_tensor& view) {
  std::vector<double> out(elements_of(view));
  for (size_t i = 0; i < out.size(); i++)
    out[i] = view.dtype == DLOPT_DTYPE_F64 ? static_cast<double*>(view.data)[i] : double(static_cast<float*>(view.data)[i]);
  return out;
}

// The value of a hyper-parameter or field as a vector file writes it: a number, or the name of a choice.
inline double value_of(const dlopt_hyper_info& info, const std::string& text) {
  const std::vector<std::string> choices = words(info.choices);
  for (size_t i = 0; i < choices.size(); i++)
    if (choices[i] == text) return double(i);
  char* end;
  const double value = std::strtod(text.c_str(), &end);
  EXPECT_EQ('\0', *end) << info.name << " has no choice '" << text << "'";
  return value;
}

// The row of a table with this name; a failed expectation and an empty row when there is none.
inline dlopt_hyper_info row_named(const std::vector<dlopt_hyper_info>& table, const std::string& name) {
  for (const dlopt_hyper_info& row : table)
    if (name == row.name) return row;
  ADD_FAILURE() << "no such hyper-parameter or field: " << name;
  return {};
}

} // namespace dlopt_test
