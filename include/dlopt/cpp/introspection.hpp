// dlopt/cpp/introspection.hpp - what the library that runs knows of rules, schedules, wrappers, scalers, watches and recipes; see
// dlopt/rules.h.
#ifndef DLOPT_CPP_INTROSPECTION_HPP
#define DLOPT_CPP_INTROSPECTION_HPP

#include "../../dlopt.h"

#include "error.hpp"

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace introspection {

/// What a call fills in.
template <class Info, class Call> outcome<Info> told(Call call) {
  Info info{};
  info.struct_size = sizeof info;
  const dlopt_status status = call(&info);
  return detail::settle(status, info);
}

inline int32_t rule_count() noexcept { return dlopt_rule_count(); }
/// nullptr where there is no such rule, kind, wrapper, recipe or preset.
inline const char* rule_name(dlopt_rule rule) noexcept { return dlopt_rule_name(rule); }
inline const char* preset_name(dlopt_rule rule, int32_t index) noexcept { return dlopt_rule_preset_name(rule, index); }
inline const char* schedule_name(dlopt_schedule_kind kind) noexcept { return dlopt_schedule_kind_name(kind); }
inline const char* wrapper_name(dlopt_wrapper wrapper) noexcept { return dlopt_wrapper_name(wrapper); }
inline const char* recipe_name(dlopt_recipe recipe) noexcept { return dlopt_recipe_name(recipe); }

inline outcome<dlopt_rule> rule_named(const char* name) {
  dlopt_rule rule = 0;
  const dlopt_status status = dlopt_rule_from_name(name, &rule);
  return detail::settle(status, rule);
}

inline int32_t hyper_count(dlopt_rule rule) noexcept { return dlopt_rule_hyper_count(rule); }
inline outcome<dlopt_hyper_info> hyper(dlopt_rule rule, int32_t index) {
  return told<dlopt_hyper_info>([&](dlopt_hyper_info* info) { return dlopt_rule_hyper_info(rule, index, info); });
}

inline int32_t state_count(dlopt_rule rule) noexcept { return dlopt_rule_state_count(rule); }
inline outcome<dlopt_state_info> state(dlopt_rule rule, int32_t index) {
  return told<dlopt_state_info>([&](dlopt_state_info* info) { return dlopt_rule_state_info(rule, index, info); });
}

inline int32_t schedule_count() noexcept { return dlopt_schedule_kind_count(); }
inline int32_t schedule_field_count(dlopt_schedule_kind kind) noexcept { return dlopt_schedule_field_count(kind); }
inline outcome<dlopt_hyper_info> schedule_field(dlopt_schedule_kind kind, int32_t index) {
  return told<dlopt_hyper_info>([&](dlopt_hyper_info* info) { return dlopt_schedule_field_info(kind, index, info); });
}

inline int32_t wrapper_count() noexcept { return dlopt_wrapper_count(); }
inline int32_t wrapper_field_count(dlopt_wrapper wrapper) noexcept { return dlopt_wrapper_field_count(wrapper); }
inline outcome<dlopt_hyper_info> wrapper_field(dlopt_wrapper wrapper, int32_t index) {
  return told<dlopt_hyper_info>([&](dlopt_hyper_info* info) { return dlopt_wrapper_field_info(wrapper, index, info); });
}

inline int32_t scaler_field_count() noexcept { return dlopt_scaler_field_count(); }
inline outcome<dlopt_hyper_info> scaler_field(int32_t index) {
  return told<dlopt_hyper_info>([&](dlopt_hyper_info* info) { return dlopt_scaler_field_info(index, info); });
}

inline int32_t norm_watch_field_count() noexcept { return dlopt_norm_watch_field_count(); }
inline outcome<dlopt_hyper_info> norm_watch_field(int32_t index) {
  return told<dlopt_hyper_info>([&](dlopt_hyper_info* info) { return dlopt_norm_watch_field_info(index, info); });
}

} // namespace introspection
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
