#include "core/registry.h"

#include "core/last_error.h"
#include "core/structs.h"
#include "rules/common_rows.h"
#include "rules/rules.def"

#include <cmath>

namespace dlopt {

namespace {

template <class Rule> int32_t coefs_of(const hyper_values& h, const step_info& step, double* out) {
  const auto c = Rule::coefs(h, step);
  static_assert(sizeof c <= kMaxCoefs * sizeof(double), "raise kMaxCoefs");
  static_assert(offsetof(decltype(c), rate) == 0, "the step multiplies the first coefficient");
  std::memcpy(out, &c, sizeof c);
  return int32_t(sizeof c / sizeof(double));
}

template <class Rule> void advance_of(const hyper_values& h, const step_info& step, double* numbers) {
  if constexpr (advances<Rule>) Rule::advance(h, step, numbers);
}

template <class Rule> void settle_of(const hyper_values& h, const step_info& step, const double* sums, double* coefs, double* numbers) {
  if constexpr (sums_of < Rule >> 0) {
    decltype(Rule::coefs(h, step)) c;
    std::memcpy(&c, coefs, sizeof c);
    Rule::settle(h, step, sums, c, numbers);
    std::memcpy(coefs, &c, sizeof c);
  }
}

template <class Rule> void collect_of(const hyper_values& h, const step_info& step, const double* sums, double* totals) {
  if constexpr (shared_of < Rule >> 0) Rule::collect(h, step, sums, totals);
}

template <class Rule> void conclude_of(const hyper_values& h, const double* totals, double* shared) {
  if constexpr (shared_of < Rule >> 0) Rule::conclude(h, totals, shared);
}

template <class Rule> bool needs_loss_of(const hyper_values& h) {
  if constexpr (asks_for_loss<Rule>) return Rule::needs_loss(h);
  else return false;
}

template <class Rule> constexpr auto mode_weight_of() -> double (*)(const hyper_values&, int32_t) {
  if constexpr (has_modes<Rule>) return Rule::mode_weight;
  else return nullptr;
}

template <class Rule> constexpr auto hessian_weight_of() -> double (*)(const hyper_values&) {
  if constexpr (takes_hessian<Rule>) return Rule::hessian_weight;
  else return nullptr;
}

template <class Rule> constexpr int32_t hessian_state_of() {
  if constexpr (takes_hessian<Rule>) return Rule::hessian_state;
  else return -1;
}

template <class Rule> constexpr const moment_row* first_moment() {
  if constexpr (moments_of < Rule >> 0) return Rule::moments;
  else return nullptr;
}

template <class Rule> factored_dims dims_by_rule(const hyper_values& h, tensor_shape shape) {
  if constexpr (moments_of < Rule >> 0) return Rule::dims(h, shape);
  else return {-1, -1};
}

template <class Rule> bool factored_by_of(dlopt_hyper id) {
  bool found = false;
  if constexpr (moments_of < Rule >> 0)
    for (dlopt_hyper each : Rule::factored_by) found |= each == id;
  return found;
}

template <class Rule> moment_plan moment_of(const hyper_values& h, const step_info& step, int32_t k) {
  if constexpr (moments_of < Rule >> 0) return Rule::moment(h, step, k);
  else return {};
}

template <class Rule> bool cover_rises_of(const hyper_values& h) {
  if constexpr (cover_of<Rule> >= 0) return Rule::cover_rises(h);
  else return false;
}

template <class Rule> double decay_lr_by_rule(const hyper_values& h, const double* coefs) {
  typename Rule::template coefficients<double> c;
  std::memcpy(&c, coefs, sizeof c);
  return Rule::decay_lr(h, c);
}
template <class Rule> constexpr auto decay_lr_of() -> double (*)(const hyper_values&, const double*) {
  if constexpr (says_decay_lr<Rule>) return decay_lr_by_rule<Rule>;
  else return nullptr;
}

template <class T, size_t N> constexpr int32_t count_of(const T (&)[N]) { return int32_t(N); }

template <class Rule> constexpr hyper_table kTable = table_of<Rule>();

template <class Rule> constexpr const number_row* first_number() {
  if constexpr (numbers_of < Rule >> 0) return Rule::numbers;
  else return nullptr;
}

template <class Rule> constexpr const number_row* first_shared() {
  if constexpr (shared_of < Rule >> 0) return Rule::shared;
  else return nullptr;
}

template <class Rule> constexpr rule_info info_of(dlopt_rule id, const char* name) {
  static_assert(numbers_of<Rule> <= kMaxNumbers, "raise kMaxNumbers");
  static_assert(shared_of<Rule> <= kMaxNumbers, "raise kMaxNumbers");
  static_assert(states_of<Rule>.count + numbers_of<Rule> + shared_of<Rule> <= DLOPT_STATS_MAX_STATES, "more than dlopt_stats can tell");
  static_assert(sums_of<Rule> <= kMaxSums, "raise kMaxSums");
  static_assert(states_of<Rule>.count <= kMaxStates, "raise kMaxStates");
  static_assert(element_states_of<Rule>() <= kMaxElementStates, "raise kMaxElementStates");
  static_assert(moments_of<Rule> <= kMaxMoments && (moments_of<Rule> == 0 || sums_of < Rule >> 0), "moments need a look before the step");
  return {id,
          name,
          kTable<Rule>.rows,
          kTable<Rule>.count,
          states_of<Rule>.rows,
          states_of<Rule>.count,
          first_number<Rule>(),
          numbers_of<Rule>,
          Rule::presets,
          count_of(Rule::presets),
          has_row(kTable<Rule>, DLOPT_HYPER_DECAY_MODE),
          is_noisy<Rule>,
          Rule::conflict,
          coefs_of<Rule>,
          advance_of<Rule>,
          sums_of<Rule>,
          settle_of<Rule>,
          first_shared<Rule>(),
          shared_of<Rule>,
          collect_of<Rule>,
          conclude_of<Rule>,
          needs_loss_of<Rule>,
          mode_weight_of<Rule>(),
          hessian_weight_of<Rule>(),
          hessian_state_of<Rule>(),
          first_moment<Rule>(),
          moments_of<Rule>,
          dims_by_rule<Rule>,
          factored_by_of<Rule>,
          moment_of<Rule>,
          cover_of<Rule>,
          cover_rises_of<Rule>,
          element_states_of<Rule>(),
          decay_lr_of<Rule>()};
}

constexpr rule_info rules[] = {
#define DLOPT_RULE(number, NAME, rule) info_of<rule>(DLOPT_RULE_##NAME, #rule),
#include "rules/rules.def"
#undef DLOPT_RULE
};

#define DLOPT_RULE(number, NAME, rule) static_assert(DLOPT_RULE_##NAME == number, "rules.def and dlopt/rules.h disagree");
#include "rules/rules.def"
#undef DLOPT_RULE

} // namespace

bool is_never_negative(const rule_info& rule, int32_t state) noexcept {
  for (int32_t m = 0; m < rule.n_moments; ++m)
    if (state == rule.moments[m].whole || state == rule.moments[m].rows || state == rule.moments[m].columns) return true;
  return rule.states[state].moment == state_moment::second || state == rule.cover_state;
}

int32_t rule_count() noexcept { return count_of(rules); }

const rule_info* find_rule(dlopt_rule id) noexcept { return id >= 1 && id <= rule_count() ? &rules[id - 1] : nullptr; }

namespace {

const hyper_row* find_row(const hyper_row* rows, int32_t count, int32_t id) noexcept {
  for (int32_t i = 0; i < count; ++i)
    if (rows[i].id == id) return &rows[i];
  return nullptr;
}

name_list names_of(const hyper_row* rows, int32_t count) noexcept {
  name_list names;
  for (int32_t i = 0; i < count; ++i) names.add(rows[i].name);
  return names;
}

} // namespace

const hyper_row* find_hyper(const rule_info& rule, dlopt_hyper id) noexcept { return find_row(rule.hypers, rule.n_hypers, id); }

hyper_values defaults_of(const rule_info& rule) noexcept {
  hyper_values h = {};
  for (int32_t i = 0; i < rule.n_hypers; ++i) h.value[rule.hypers[i].id] = rule.hypers[i].default_value;
  return h;
}

namespace {

// The name that some rule gives to a number.
const char* name_anywhere(dlopt_hyper hyper) noexcept {
  for (dlopt_rule id = 1; id <= rule_count(); ++id)
    if (const hyper_row* row = find_hyper(*find_rule(id), hyper)) return row->name;
  return "no hyper-parameter";
}

} // namespace

dlopt_status unknown_hyper(const rule_info& rule, dlopt_hyper hyper) noexcept {
  return fail(DLOPT_ERR_UNKNOWN_HYPER, "hyper: got %d (%s), which %s does not have; wanted one of: %s", hyper, name_anywhere(hyper),
              rule.name, names_of(rule.hypers, rule.n_hypers).text());
}

dlopt_status check_value(const hyper_row& row, double value, const char* what) noexcept {
  const bool inside = value >= row.lower && value <= row.upper; // false for NaN
  const bool whole = row.kind == DLOPT_KIND_REAL || value == std::floor(value);
  if (inside && whole) return DLOPT_OK;
  const char* kind = row.kind == DLOPT_KIND_REAL ? "a number" : row.kind == DLOPT_KIND_FLAG ? "0 or 1," : "a whole number";
  return fail(DLOPT_ERR_OUT_OF_RANGE, "%s of %s: got %s, wanted %s in [%s, %s]%s%s%s", row.name, what, number(value).text(), kind,
              number(row.lower).text(), number(row.upper).text(), *row.choices ? " (" : "", row.choices, *row.choices ? ")" : "");
}

uint32_t states_in_use(const rule_info& rule, const hyper_values& h) noexcept {
  uint32_t used = 0;
  for (int32_t k = 0; k < rule.n_states; ++k)
    if (!rule.states[k].needed_by || h.is(rule.states[k].needed_by)) used |= 1u << k;
  return used;
}

bool decides_states(const rule_info& rule, dlopt_hyper id) noexcept {
  for (int32_t k = 0; k < rule.n_states; ++k)
    if (rule.states[k].needed_by == id) return true;
  return rule.factored_by(id);
}

const hyper_row* find_field(const hyper_row* rows, int32_t count, int32_t field, const char* owner, const char* verb) noexcept {
  if (const hyper_row* row = find_row(rows, count, field)) return row;
  const name_list names = names_of(rows, count);
  fail(DLOPT_ERR_UNKNOWN_HYPER, "field: got %d, which %s %s have; wanted one of: %s", field, owner, verb,
       *names.text() ? names.text() : "none");
  return nullptr;
}

dlopt_status describe(const hyper_row& row, dlopt_hyper_info* info) noexcept {
  dlopt_hyper_info known = {};
  known.id = row.id;
  known.kind = row.kind;
  known.default_value = row.default_value;
  known.lower = row.lower;
  known.upper = row.upper;
  known.name = row.name;
  known.doc = row.doc;
  known.choices = row.choices;
  return give(known, info, "info");
}

} // namespace dlopt
