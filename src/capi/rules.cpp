#include "dlopt/rules.h"

#include "core/last_error.h"
#include "core/registry.h"
#include "core/structs.h"

#include <cstring>

using namespace dlopt;

namespace {

dlopt_status no_rule(dlopt_rule rule) { return fail(DLOPT_ERR_INVALID_ARGUMENT, "rule: got %d, wanted 1 to %d", rule, rule_count()); }

} // namespace

int32_t dlopt_rule_count(void) { return rule_count(); }

const char* dlopt_rule_name(dlopt_rule rule) {
  const rule_info* info = find_rule(rule);
  return info ? info->name : nullptr;
}

dlopt_status dlopt_rule_from_name(const char* name, dlopt_rule* rule) {
  if (!rule) return fail(DLOPT_ERR_INVALID_ARGUMENT, "rule: got NULL, wanted a place for the number");
  *rule = 0;
  name_list names;
  for (dlopt_rule id = 1; id <= rule_count(); ++id) {
    const rule_info& info = *find_rule(id);
    names.add(info.name);
    if (!name || std::strcmp(name, info.name)) continue;
    *rule = id;
    return DLOPT_OK;
  }
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "name: got %s, wanted one of: %s", quoted(name).text(), names.text());
}

int32_t dlopt_rule_hyper_count(dlopt_rule rule) {
  const rule_info* info = find_rule(rule);
  return info ? info->n_hypers : 0;
}

dlopt_status dlopt_rule_hyper_info(dlopt_rule rule, int32_t index, dlopt_hyper_info* info) {
  const rule_info* found = find_rule(rule);
  if (!found) return no_rule(rule);
  if (index < 0 || index >= found->n_hypers)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted 0 to %d for %s", index, found->n_hypers - 1, found->name);
  return describe(found->hypers[index], info);
}

int32_t dlopt_rule_state_count(dlopt_rule rule) {
  const rule_info* info = find_rule(rule);
  return info ? info->n_states + info->n_numbers + info->n_shared : 0;
}

dlopt_status dlopt_rule_state_info(dlopt_rule rule, int32_t index, dlopt_state_info* info) {
  const rule_info* found = find_rule(rule);
  if (!found) return no_rule(rule);
  const int32_t count = dlopt_rule_state_count(rule), number = index - found->n_states, shared = number - found->n_numbers;
  if (index < 0 || index >= count)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted 0 to %d for %s", index, count - 1, found->name);
  if (number >= 0) {
    const number_row& row = shared < 0 ? found->numbers[number] : found->shared[shared];
    const dlopt_state_info known = {sizeof known,      0, 0, shared < 0 ? DLOPT_STATE_NUMBER : DLOPT_STATE_SHARED, row.name, row.doc,
                                    DLOPT_MOMENT_NONE, 0};
    return give(known, info, "info");
  }
  const state_row& row = found->states[index];
  bool optional = row.needed_by != 0; // or only kept of some shapes
  for (int32_t m = 0; m < found->n_moments; ++m) {
    const moment_row& moment = found->moments[m];
    optional |= index == moment.whole || index == moment.rows || index == moment.columns;
  }
  const dlopt_state_info known = {sizeof known,        optional, row.shape == DLOPT_STATE_ELEMENTS ? 4 : 0, row.shape, row.name, row.doc,
                                  int32_t(row.moment), 0};
  return give(known, info, "info");
}

const char* dlopt_rule_preset_name(dlopt_rule rule, int32_t index) {
  const rule_info* info = find_rule(rule);
  for (int32_t i = 0; info && i < info->n_presets; ++i) {
    const bool first_of_preset = i == 0 || std::strcmp(info->presets[i].preset, info->presets[i - 1].preset);
    if (first_of_preset && index-- == 0) return info->presets[i].preset;
  }
  return nullptr;
}
