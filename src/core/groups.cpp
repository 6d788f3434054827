// Groups: hyper-parameters set by the caller, presets, schedules.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "rules/common_rows.h"

#include <cstring>

namespace dlopt {

namespace {

dlopt_status check_group(const dlopt_optimizer& o, int32_t index) noexcept {
  if (index >= -1 && index < int32_t(o.groups.count())) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "group: got %d, wanted 0 to %d", index, int32_t(o.groups.count()) - 1);
}

// What belongs to the optimizer as a whole cannot differ between groups.
dlopt_status check_common(const dlopt_optimizer& o, int32_t index, const hyper_row& row) noexcept {
  if (!is_common_to_groups(row.id) || index == -1 || o.groups.count() == 1) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "group: got %d for %s, which belongs to the optimizer as a whole; wanted every group", index,
              row.name);
}

// Calls act for one group or, with -1, for each.
template <class Act> void for_groups(dlopt_optimizer& o, int32_t index, Act act) noexcept {
  for (size_t i = 0; i < o.groups.count(); ++i)
    if (index == -1 || size_t(index) == i) act(o.groups[i]);
}

bool starts_states(const rule_info& rule, dlopt_hyper hyper) noexcept {
  for (int32_t k = 0; k < rule.n_states; ++k)
    if (rule.states[k].initial == hyper) return true;
  return false;
}

// Whether slots must be looked at again when this hyper-parameter changes.
bool touches_states(const rule_info& rule, dlopt_hyper hyper) noexcept { return starts_states(rule, hyper) || decides_states(rule, hyper); }

// No step allocates: what a schedule may ask for must be kept already, which the value that was set says.
dlopt_status check_kept(dlopt_optimizer& o, int32_t index, const hyper_row& row) noexcept {
  bool kept = true;
  for_groups(o, index, [&](group& g) { kept &= g.set.is(row.id); });
  if (kept || !decides_states(o.rule, row.id)) return DLOPT_OK;
  return fail(DLOPT_ERR_STATE, "%s of %s: it is 0, so that its state is not kept; wanted another value set before it follows a schedule",
              row.name, o.rule.name);
}

struct setting {
  dlopt_hyper hyper;
  double value;
};

// Changes values and, where they decide the states, the states; puts the values back if that fails. Values were checked before.
dlopt_status change(dlopt_optimizer& o, int32_t index, const setting* settings, int32_t n) noexcept {
  bool touches = false;
  for (int32_t i = 0; i < n; ++i) touches |= touches_states(o.rule, settings[i].hyper);
  if (!touches || !o.slots.count()) {
    for_groups(o, index, [&](group& g) {
      for (int32_t i = 0; i < n; ++i) g.set.value[settings[i].hyper] = settings[i].value;
    });
    return DLOPT_OK;
  }
  for (group& g : o.groups) g.now = g.set; // nothing else is kept there between steps, so that no memory is needed to go back
  for_groups(o, index, [&](group& g) {
    for (int32_t i = 0; i < n; ++i) g.set.value[settings[i].hyper] = settings[i].value;
  });
  const dlopt_status status = provide_states(o);
  for (size_t i = 0; status && i < o.groups.count(); ++i) o.groups[i].set = o.groups[i].now;
  return status;
}

} // namespace

dlopt_status add_group(dlopt_optimizer& o, int32_t& index) noexcept {
  if (!o.groups.reserve(o.groups.count() + 1)) return fail(DLOPT_ERR_OUT_OF_MEMORY, "group_add: no memory for another group");
  group added = o.groups[0];
  for (int32_t h = 0; h < kHyperLimit; ++h) {
    if (!o.groups[0].follows[h]) continue;
    added.follows[h] = copy_schedule(o.runtime, *o.groups[0].follows[h]);
    if (added.follows[h]) continue;
    while (h-- > 0) free_schedule(added.follows[h]);
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "group_add: no memory for a schedule");
  }
  index = int32_t(o.groups.count());
  o.groups.add(added);
  return DLOPT_OK;
}

dlopt_status set_hyper(dlopt_optimizer& o, int32_t index, dlopt_hyper hyper, double value) noexcept {
  if (dlopt_status status = check_group(o, index)) return status;
  const hyper_row* row = find_hyper(o.rule, hyper);
  if (!row) return unknown_hyper(o.rule, hyper);
  if (dlopt_status status = check_common(o, index, *row)) return status;
  if (dlopt_status status = check_value(*row, value, o.rule.name)) return status;
  bool follows = false;
  for_groups(o, index, [&](group& g) { follows |= g.follows[hyper] != nullptr; });
  if (follows) return fail(DLOPT_ERR_STATE, "%s of %s: it follows a schedule; wanted it detached first", row->name, o.rule.name);
  const setting one = {hyper, value + 0.0}; // -0.0 becomes 0.0
  return change(o, index, &one, 1);
}

dlopt_status get_hyper(dlopt_optimizer& o, int32_t index, dlopt_hyper hyper, double& value) noexcept {
  if (dlopt_status status = check_group(o, index)) return status;
  if (!find_hyper(o.rule, hyper)) return unknown_hyper(o.rule, hyper);
  const group& g = o.groups[size_t(index)];
  if (g.follows[hyper]) return schedule_value(*g.follows[hyper], o.steps, value);
  value = g.set[hyper];
  return DLOPT_OK;
}

dlopt_status apply_preset(dlopt_optimizer& o, const char* name) noexcept {
  setting settings[kHyperLimit];
  int32_t n = 0;
  name_list names;
  for (int32_t i = 0; i < o.rule.n_presets; ++i) {
    const preset_row& row = o.rule.presets[i];
    if (i == 0 || std::strcmp(row.preset, o.rule.presets[i - 1].preset)) names.add(row.preset);
    if (name && !std::strcmp(row.preset, name)) settings[n++] = {row.hyper, row.value};
  }
  if (!n)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "preset of %s: got %s, wanted one of: %s", o.rule.name, quoted(name).text(), names.text());
  return change(o, -1, settings, n);
}

dlopt_status follow_schedule(dlopt_optimizer& o, int32_t index, dlopt_hyper hyper, const dlopt_schedule* schedule) noexcept {
  if (dlopt_status status = check_group(o, index)) return status;
  const hyper_row* row = find_hyper(o.rule, hyper);
  if (!row) return unknown_hyper(o.rule, hyper);
  if (dlopt_status status = check_common(o, index, *row)) return status;
  if (row->kind != DLOPT_KIND_REAL || starts_states(o.rule, hyper))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "hyper: got %s, wanted one of kind real that does not start the state", row->name);
  if (schedule)
    if (dlopt_status status = check_kept(o, index, *row)) return status;
  if (!schedule) {
    for_groups(o, index, [&](group& g) {
      free_schedule(g.follows[hyper]);
      g.follows[hyper] = nullptr;
    });
    return DLOPT_OK;
  }
  array<dlopt_schedule*> copies(o.runtime);
  const size_t wanted = index == -1 ? o.groups.count() : 1;
  bool complete = copies.reserve(wanted);
  while (complete && copies.count() < wanted) {
    dlopt_schedule* copy = copy_schedule(o.runtime, *schedule);
    copies.add(copy);
    complete = copy != nullptr;
  }
  if (!complete) {
    for (dlopt_schedule* copy : copies) free_schedule(copy);
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "schedule: no memory for a copy");
  }
  size_t next = 0;
  for_groups(o, index, [&](group& g) {
    free_schedule(g.follows[hyper]);
    g.follows[hyper] = copies[next++];
  });
  return DLOPT_OK;
}

int32_t report_metric(dlopt_optimizer& o, double metric) noexcept {
  int32_t heard = 0;
  for (group& g : o.groups)
    for (dlopt_schedule* s : g.follows)
      if (s) heard += report_metric(*s, metric);
  return heard;
}

dlopt_status refresh_group(dlopt_optimizer& o, int32_t index) noexcept {
  group& g = o.groups[size_t(index)];
  g.now = g.set;
  for (int32_t i = 0; i < o.rule.n_hypers; ++i) {
    const hyper_row& row = o.rule.hypers[i];
    if (!g.follows[row.id]) continue;
    double value = 0;
    if (dlopt_status status = schedule_value(*g.follows[row.id], o.steps, value)) return status;
    if (dlopt_status status = check_value(row, value, o.rule.name)) return status;
    g.now.value[row.id] = value;
  }
  if (const char* problem = o.rule.conflict(g.now)) return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: %s (group %d)", o.rule.name, problem, index);
  g.used = states_in_use(o.rule, g.now);
  return DLOPT_OK;
}

} // namespace dlopt
