// What the library's tables say of the fields of records.
#include "contents.h"

#include "core/registry.h"
#include "core/scaler.h"
#include "core/schedule.h"
#include "core/shape.h"
#include "core/wrappers.h"

namespace dlopt::inspect {

namespace {

constexpr std::string_view kMasters[] = {"none", "full", "split", "stochastic", "kahan"};
constexpr std::string_view kForms[] = {"full", "bf16", "linear8", "dynamic8"};
constexpr std::string_view kRoles[] = {"weight", "bias", "norm", "embedding"};
static_assert(DLOPT_MASTER_KAHAN == 4 && DLOPT_STATES_DYNAMIC8 == 3 && DLOPT_ROLE_EMBEDDING == 3);

template <size_t n> std::string_view word(const std::string_view (&words)[n], const field& f, int64_t number) noexcept {
  return number >= 0 && size_t(number) < n ? words[number] : f.value;
}

} // namespace

bool field_table::at_default(const field& f) const noexcept {
  double value = 0;
  for (int32_t i = 0; i < count_; ++i)
    if (f.name == rows_[i].name) return read_real({f.value.data(), f.value.size()}, value) && value == rows_[i].default_value;
  return false;
}

field_table hypers_of(std::string_view rule) noexcept {
  for (dlopt_rule id = 1; id <= rule_count(); ++id)
    if (const rule_info& info = *find_rule(id); rule == info.name) return {info.hypers, info.n_hypers};
  return {};
}

field_table schedule_fields_of(std::string_view kind) noexcept {
  for (dlopt_schedule_kind id = 1; id <= schedule_kind_count(); ++id)
    if (const schedule_info& info = *find_schedule_kind(id); kind == info.name) return {info.fields, info.n_fields};
  return {};
}

field_table wrapper_fields_of(std::string_view kind) noexcept {
  for (dlopt_wrapper id = 1; id <= wrapper_count(); ++id)
    if (const wrapper_info& info = *find_wrapper(id); kind == info.name) return {info.fields, info.n_fields};
  return {};
}

field_table scaler_fields() noexcept { return {&scaler_field_at(0), scaler_field_count()}; }

std::string_view word_of(const field& f) noexcept {
  int64_t number = 0;
  if (!read_whole({f.value.data(), f.value.size()}, number) || number != int32_t(number)) return f.value;
  if (f.name == "dtype") return *dtype_name(int32_t(number)) == '?' ? f.value : dtype_name(int32_t(number));
  if (f.name == "master") return word(kMasters, f, number);
  if (f.name == "state_form") return word(kForms, f, number);
  if (f.name == "role") return word(kRoles, f, number);
  return f.value;
}

bool is_list(std::string_view field_name) noexcept {
  return field_name == "shape" || field_name == "changes" || field_name == "milestones" || field_name == "values";
}

} // namespace dlopt::inspect
