#include "core/schedule.h"

#include "capi/handle.h"
#include "core/registry.h"

using namespace dlopt;

namespace {

dlopt_status no_kind(dlopt_schedule_kind kind) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "kind: got %d, wanted 1 to %d", kind, schedule_kind_count());
}

dlopt_status check_place(dlopt_schedule** schedule) {
  if (!schedule) return fail(DLOPT_ERR_INVALID_ARGUMENT, "schedule: got NULL, wanted a place for the handle");
  *schedule = nullptr;
  return DLOPT_OK;
}

dlopt_status made(dlopt_schedule* s, dlopt_schedule** schedule) {
  if (!s) return fail(DLOPT_ERR_OUT_OF_MEMORY, "schedule: no memory for it");
  *schedule = s;
  return DLOPT_OK;
}

dlopt_status check_children(const dlopt_schedule* const* children, int32_t count) {
  if (!children) return fail(DLOPT_ERR_INVALID_ARGUMENT, "children: got NULL, wanted schedules");
  if (count < 1 || count > kMostChildren) return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %d, wanted 1 to %d", count, kMostChildren);
  for (int32_t i = 0; i < count; ++i) {
    if (!children[i] || children[i]->tag != kScheduleTag) return fail(DLOPT_ERR_INVALID_ARGUMENT, "children[%d]: got no live schedule", i);
    if (children[i]->depth >= kMostNested)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "children[%d]: got a schedule nested %d deep, wanted less than %d", i, children[i]->depth,
                  kMostNested);
  }
  return DLOPT_OK;
}

dlopt_status check_milestones(const int64_t* milestones, int32_t count) {
  if (count > 1 && !milestones) return fail(DLOPT_ERR_INVALID_ARGUMENT, "milestones: got NULL, wanted %d steps", count - 1);
  for (int32_t i = 0; i < count - 1; ++i) {
    const int64_t least = i ? milestones[i - 1] : 1;
    if (milestones[i] < least)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "milestones[%d]: got %lld, wanted %lld or more", i, (long long)milestones[i], (long long)least);
  }
  return DLOPT_OK;
}

const hyper_row* find_field(const dlopt_schedule& s, dlopt_schedule_field field) {
  const schedule_info& info = *find_schedule_kind(s.kind);
  for (int32_t i = 0; i < info.n_fields; ++i)
    if (info.fields[i].id == field) return &info.fields[i];
  name_list names;
  for (int32_t i = 0; i < info.n_fields; ++i) names.add(info.fields[i].name);
  fail(DLOPT_ERR_UNKNOWN_HYPER, "field: got %d, which %s does not have; wanted one of: %s", field, info.name,
       *names.text() ? names.text() : "none");
  return nullptr;
}

} // namespace

int32_t dlopt_schedule_kind_count(void) { return schedule_kind_count(); }

const char* dlopt_schedule_kind_name(dlopt_schedule_kind kind) {
  const schedule_info* info = find_schedule_kind(kind);
  return info ? info->name : nullptr;
}

int32_t dlopt_schedule_field_count(dlopt_schedule_kind kind) {
  const schedule_info* info = find_schedule_kind(kind);
  return info ? info->n_fields : 0;
}

dlopt_status dlopt_schedule_field_info(dlopt_schedule_kind kind, int32_t index, dlopt_hyper_info* info) {
  const schedule_info* found = find_schedule_kind(kind);
  if (!found) return no_kind(kind);
  if (index < 0 || index >= found->n_fields)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted 0 to %d for %s", index, found->n_fields - 1, found->name);
  return describe(found->fields[index], info);
}

dlopt_status dlopt_schedule_create(dlopt_runtime* runtime, dlopt_schedule_kind kind, dlopt_schedule** schedule) {
  if (dlopt_status status = check_place(schedule)) return status;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!find_schedule_kind(kind)) return no_kind(kind);
  if (!find_schedule_kind(kind)->value)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "kind: got %s, which dlopt_schedule_%s makes", dlopt_schedule_kind_name(kind),
                dlopt_schedule_kind_name(kind));
  return made(make_schedule(runtime_or_default(runtime), kind), schedule);
}

dlopt_status dlopt_schedule_destroy(dlopt_schedule* schedule) {
  if (!schedule) return DLOPT_OK;
  if (dlopt_status status = check_schedule(schedule)) return status;
  free_schedule(schedule);
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_set(dlopt_schedule* schedule, dlopt_schedule_field field, double value) {
  if (dlopt_status status = check_schedule(schedule)) return status;
  const hyper_row* row = find_field(*schedule, field);
  if (!row) return DLOPT_ERR_UNKNOWN_HYPER;
  if (dlopt_status status = check_value(*row, value, find_schedule_kind(schedule->kind)->name)) return status;
  schedule->fields.value[field] = value;
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_get(const dlopt_schedule* schedule, dlopt_schedule_field field, double* value) {
  if (dlopt_status status = check_schedule(schedule)) return status;
  if (!value) return fail(DLOPT_ERR_INVALID_ARGUMENT, "value: got NULL, wanted a place for the number");
  if (!find_field(*schedule, field)) return DLOPT_ERR_UNKNOWN_HYPER;
  *value = schedule->fields[field];
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_value(const dlopt_schedule* schedule, int64_t step, double* value) {
  const fp_mode mode;
  if (dlopt_status status = check_schedule(schedule)) return status;
  if (!value) return fail(DLOPT_ERR_INVALID_ARGUMENT, "value: got NULL, wanted a place for the number");
  if (step < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "step: got %lld, wanted 0 or more", (long long)step);
  double found = 0;
  if (dlopt_status status = schedule_value(*schedule, step, found)) return status;
  *value = found;
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_sequence(dlopt_runtime* runtime, const dlopt_schedule* const* children, int32_t count,
                                     const int64_t* milestones, dlopt_schedule** schedule) {
  if (dlopt_status status = check_place(schedule)) return status;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_children(children, count)) return status;
  if (dlopt_status status = check_milestones(milestones, count)) return status;
  return made(make_composition(runtime_or_default(runtime), DLOPT_SCHEDULE_SEQUENCE, children, count, count > 1 ? milestones : nullptr),
              schedule);
}

dlopt_status dlopt_schedule_product(dlopt_runtime* runtime, const dlopt_schedule* const* children, int32_t count,
                                    dlopt_schedule** schedule) {
  if (dlopt_status status = check_place(schedule)) return status;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_children(children, count)) return status;
  return made(make_composition(runtime_or_default(runtime), DLOPT_SCHEDULE_PRODUCT, children, count, nullptr), schedule);
}

dlopt_status dlopt_schedule_warmup(dlopt_runtime* runtime, const dlopt_schedule* inner, int64_t steps, int32_t warmup_kind,
                                   dlopt_schedule** schedule) {
  const fp_mode mode;
  if (dlopt_status status = check_place(schedule)) return status;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!inner || inner->tag != kScheduleTag) return fail(DLOPT_ERR_INVALID_ARGUMENT, "inner: got no live schedule");
  if (dlopt_status status = check_children(&inner, 1)) return status;
  if (warmup_kind != DLOPT_WARMUP_LINEAR)
    return fail(DLOPT_ERR_UNSUPPORTED, "warmup_kind: got %d, wanted %d (linear)", warmup_kind, DLOPT_WARMUP_LINEAR);
  if (steps < 0 || double(steps) > kMostSteps) return fail(DLOPT_ERR_OUT_OF_RANGE, "steps: got %lld, wanted 0 to 2^53", (long long)steps);
  return make_warmup(runtime_or_default(runtime), *inner, steps, *schedule);
}
