#include "core/schedule.h"

#include "capi/handle.h"
#include "core/registry.h"
#include "schedules/learning_rate.h"

#include <cmath>

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

dlopt_status no_place(const char* argument) {
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a place for the result", argument);
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

// A composition whose children share one clock.
dlopt_status compose(dlopt_runtime* runtime, dlopt_schedule_kind kind, const dlopt_schedule* const* children, int32_t count,
                     dlopt_schedule** schedule) {
  if (dlopt_status status = check_place(schedule)) return status;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (dlopt_status status = check_children(children, count)) return status;
  return made(make_composition(runtime_or_default(runtime), kind, children, count, nullptr), schedule);
}

const hyper_row* find_field(const dlopt_schedule& s, dlopt_schedule_field field) {
  const schedule_info& info = *find_schedule_kind(s.kind);
  return dlopt::find_field(info.fields, info.n_fields, field, info.name, "does not");
}

// A field of one number, or a list.
dlopt_status check_field(const dlopt_schedule* s, dlopt_schedule_field field, bool list) {
  if (dlopt_status status = check_schedule(s)) return status;
  const hyper_row* row = find_field(*s, field);
  if (!row) return DLOPT_ERR_UNKNOWN_HYPER;
  if ((row->kind == DLOPT_KIND_LIST) == list) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "field: got %s, which is %s", row->name,
              list ? "one number: see dlopt_schedule_set" : "a list: see dlopt_schedule_set_list");
}

dlopt_status check_record(const double* lr, const double* loss, size_t count) {
  if (!lr || !loss) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %zu numbers", lr ? "loss" : "lr", count);
  if (count < 2) return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted 2 or more", count);
  for (size_t i = 0; i < count; ++i)
    if (!(lr[i] > (i ? lr[i - 1] : 0) && lr[i] <= kLargestAmount))
      return fail(DLOPT_ERR_OUT_OF_RANGE, "lr[%zu]: got %s, wanted more than %s", i, number(lr[i]).text(),
                  number(i ? lr[i - 1] : 0).text());
  if (!std::isfinite(loss[0])) return fail(DLOPT_ERR_NONFINITE, "loss[0]: got %s, wanted a finite number", number(loss[0]).text());
  return DLOPT_OK;
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
  if (dlopt_status status = check_field(schedule, field, false)) return status;
  const hyper_row& row = *find_field(*schedule, field);
  if (dlopt_status status = check_value(row, value, find_schedule_kind(schedule->kind)->name)) return status;
  schedule->fields.value[field] = value;
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_get(const dlopt_schedule* schedule, dlopt_schedule_field field, double* value) {
  if (dlopt_status status = check_schedule(schedule)) return status;
  if (!value) return no_place("value");
  if (dlopt_status status = check_field(schedule, field, false)) return status;
  *value = schedule->fields[field];
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_set_list(dlopt_schedule* schedule, dlopt_schedule_field field, const double* values, size_t count) {
  if (dlopt_status status = check_field(schedule, field, true)) return status;
  if (dlopt_status status = check_numbers(*find_field(*schedule, field), values, count)) return status;
  return set_list(*schedule, field, values, count) ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "values: no memory for %zu numbers", count);
}

dlopt_status dlopt_schedule_get_list(const dlopt_schedule* schedule, dlopt_schedule_field field, const double** values, size_t* count) {
  if (dlopt_status status = check_schedule(schedule)) return status;
  if (!values || !count) return no_place(values ? "count" : "values");
  if (dlopt_status status = check_field(schedule, field, true)) return status;
  const number_list& list = schedule->fields.list(field);
  *values = list.values;
  *count = list.count;
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_value(const dlopt_schedule* schedule, int64_t step, double* value) {
  const fp_mode mode;
  if (dlopt_status status = check_schedule(schedule)) return status;
  if (!value) return no_place("value");
  if (step < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "step: got %lld, wanted 0 or more", (long long)step);
  double found = 0;
  if (dlopt_status status = schedule_value(*schedule, step, found)) return status;
  *value = found;
  return DLOPT_OK;
}

dlopt_status dlopt_schedule_report(dlopt_schedule* schedule, double metric) {
  const fp_mode mode;
  if (dlopt_status status = check_schedule(schedule)) return status;
  if (report_metric(*schedule, metric)) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "schedule: got %s, wanted a plateau, or a composition with one",
              dlopt_schedule_kind_name(schedule->kind));
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
  return compose(runtime, DLOPT_SCHEDULE_PRODUCT, children, count, schedule);
}

dlopt_status dlopt_schedule_chain(dlopt_runtime* runtime, const dlopt_schedule* const* children, int32_t count, dlopt_schedule** schedule) {
  return compose(runtime, DLOPT_SCHEDULE_CHAIN, children, count, schedule);
}

dlopt_status dlopt_schedule_warmup(dlopt_runtime* runtime, const dlopt_schedule* inner, int64_t steps, int32_t warmup_kind,
                                   dlopt_schedule** schedule) {
  const fp_mode mode;
  if (dlopt_status status = check_place(schedule)) return status;
  if (dlopt_status status = check_runtime(runtime)) return status;
  if (!inner || inner->tag != kScheduleTag) return fail(DLOPT_ERR_INVALID_ARGUMENT, "inner: got no live schedule");
  if (dlopt_status status = check_children(&inner, 1)) return status;
  if (warmup_kind < DLOPT_WARMUP_LINEAR || warmup_kind > DLOPT_WARMUP_LOG)
    return fail(DLOPT_ERR_UNSUPPORTED, "warmup_kind: got %d, wanted %d to %d, which start at 0", warmup_kind, DLOPT_WARMUP_LINEAR,
                DLOPT_WARMUP_LOG);
  if (steps < 0 || double(steps) > kMostSteps) return fail(DLOPT_ERR_OUT_OF_RANGE, "steps: got %lld, wanted 0 to 2^53", (long long)steps);
  return make_warmup(runtime_or_default(runtime), *inner, steps, warmup_kind, *schedule);
}

dlopt_status dlopt_lr_suggest(const double* lr, const double* loss, size_t count, double smoothing, int32_t method, double* suggestion) {
  const fp_mode mode;
  if (!suggestion) return no_place("suggestion");
  if (dlopt_status status = check_record(lr, loss, count)) return status;
  if (!(smoothing >= 0 && smoothing < 1))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "smoothing: got %s, wanted 0 or more, less than 1", number(smoothing).text());
  if (method == DLOPT_SUGGESTION_MINIMUM) {
    *suggestion = lr[lowest_loss(loss, count, smoothing)] / 10;
    return DLOPT_OK;
  }
  if (method != DLOPT_SUGGESTION_STEEPEST)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "method: got %d, wanted %d (steepest) or %d (minimum)", method, DLOPT_SUGGESTION_STEEPEST,
                DLOPT_SUGGESTION_MINIMUM);
  const size_t at = steepest_descent(lr, loss, count, smoothing);
  if (at == count) return fail(DLOPT_ERR_OUT_OF_RANGE, "loss: never falls, so nothing can be suggested");
  *suggestion = lr[at];
  return DLOPT_OK;
}

dlopt_status dlopt_lr_scale(double lr, int64_t batch, int64_t reference, int32_t scaling, double* scaled) {
  const fp_mode mode;
  if (!scaled) return no_place("scaled");
  if (!(lr >= 0 && lr <= kLargestAmount)) return fail(DLOPT_ERR_OUT_OF_RANGE, "lr: got %s, wanted 0 to 1e30", number(lr).text());
  if (batch < 1 || reference < 1)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %lld, wanted 1 or more", batch < 1 ? "batch" : "reference",
                (long long)(batch < 1 ? batch : reference));
  if (scaling != DLOPT_BATCH_SCALING_LINEAR && scaling != DLOPT_BATCH_SCALING_SQRT)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "scaling: got %d, wanted %d (linear) or %d (square root)", scaling, DLOPT_BATCH_SCALING_LINEAR,
                DLOPT_BATCH_SCALING_SQRT);
  *scaled = lr * batch_factor(batch, reference, scaling);
  return DLOPT_OK;
}
