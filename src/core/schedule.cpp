#include "core/schedule.h"

#include "core/last_error.h"
#include "schedules/schedules.def"

#include <algorithm>
#include <cmath>

namespace dlopt {

namespace {

template <class Shape, int32_t N = int32_t(sizeof(Shape::fields) / sizeof(hyper_row))> constexpr schedule_info info_of(const char* name) {
  return {name, Shape::fields, N, Shape::conflict, Shape::value};
}

constexpr hyper_row shared_clock = {
    DLOPT_FIELD_SHARED_CLOCK, DLOPT_KIND_FLAG, "shared_clock", 0, 0, 1, "children see the step of the sequence, not one of their own"};

constexpr schedule_info composition(dlopt_schedule_kind kind, const char* name) {
  const bool clocked = kind == DLOPT_SCHEDULE_SEQUENCE;
  return {name, clocked ? &shared_clock : nullptr, clocked, nullptr, nullptr};
}

constexpr schedule_info kinds[] = {
#define DLOPT_SHAPE(number, NAME, name) info_of<name##_schedule>(#name),
#define DLOPT_COMPOSITION(number, NAME, name) composition(DLOPT_SCHEDULE_##NAME, #name),
#include "schedules/schedules.def"
#undef DLOPT_SHAPE
#undef DLOPT_COMPOSITION
};
constexpr int32_t n_kinds = int32_t(sizeof kinds / sizeof kinds[0]);

#define DLOPT_SHAPE(number, NAME, name) static_assert(DLOPT_SCHEDULE_##NAME == number, "schedules.def and dlopt/schedule.h disagree");
#define DLOPT_COMPOSITION DLOPT_SHAPE
#include "schedules/schedules.def"
#undef DLOPT_SHAPE
#undef DLOPT_COMPOSITION

// The child of a sequence that is in force at a step, which becomes a step of the child's clock.
int32_t child_at(const dlopt_schedule& s, int64_t& step) {
  const int64_t* after = std::upper_bound(s.milestones, s.milestones + s.count - 1, step);
  const int32_t child = int32_t(after - s.milestones);
  if (child > 0 && s.fields[DLOPT_FIELD_SHARED_CLOCK] == 0) step -= s.milestones[child - 1];
  return child;
}

dlopt_status value_on(const dlopt_schedule& s, int64_t step, const double* base, double& value) noexcept;

// Each child's value is the base of the next, or a factor.
dlopt_status value_of_all(const dlopt_schedule& s, int64_t step, const double* base, double& value) noexcept {
  double sofar = 0;
  if (dlopt_status status = value_on(*s.children[0], step, base, sofar)) return status;
  for (int32_t i = 1; i < s.count; ++i) {
    const bool chained = s.kind == DLOPT_SCHEDULE_CHAIN;
    double next = 0;
    if (dlopt_status status = value_on(*s.children[i], step, chained ? &sofar : nullptr, next)) return status;
    sofar = chained ? next : sofar * next;
  }
  value = sofar;
  return DLOPT_OK;
}

dlopt_status value_of_shape(const dlopt_schedule& s, int64_t step, const double* base, double& value) noexcept {
  const schedule_info& info = *find_schedule_kind(s.kind);
  if (const char* problem = info.conflict(s.fields)) return fail(DLOPT_ERR_OUT_OF_RANGE, "schedule %s: %s", info.name, problem);
  if (!base) {
    value = info.value(s.fields, step);
    return DLOPT_OK;
  }
  field_values fields = s.fields;
  fields.value[DLOPT_FIELD_BASE] = *base;
  value = info.value(fields, step);
  return DLOPT_OK;
}

// The value with a BASE of somebody else's; nullptr: with its own.
dlopt_status value_on(const dlopt_schedule& s, int64_t step, const double* base, double& value) noexcept {
  double found = 0;
  dlopt_status status = DLOPT_OK;
  if (s.kind == DLOPT_SCHEDULE_SEQUENCE) {
    const int32_t child = child_at(s, step);
    status = value_on(*s.children[child], step, base, found);
  } else {
    status = s.count ? value_of_all(s, step, base, found) : value_of_shape(s, step, base, found);
  }
  if (status) return status;
  if (!std::isfinite(found))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "schedule %s: its value at step %lld is beyond the doubles", find_schedule_kind(s.kind)->name,
                (long long)step);
  value = found;
  return DLOPT_OK;
}

} // namespace

int32_t schedule_kind_count() noexcept { return n_kinds; }

const schedule_info* find_schedule_kind(dlopt_schedule_kind kind) noexcept {
  return kind >= 1 && kind <= n_kinds ? &kinds[kind - 1] : nullptr;
}

dlopt_schedule* make_schedule(dlopt_runtime& runtime, dlopt_schedule_kind kind) noexcept {
  auto* const s = make_handle<dlopt_schedule>(runtime, kScheduleTag);
  if (!s) return nullptr;
  s->kind = kind;
  s->runtime = &runtime;
  s->depth = 1;
  const schedule_info& info = *find_schedule_kind(kind);
  for (int32_t i = 0; i < info.n_fields; ++i) s->fields.value[info.fields[i].id] = info.fields[i].default_value;
  return s;
}

dlopt_schedule* make_composition(dlopt_runtime& runtime, dlopt_schedule_kind kind, const dlopt_schedule* const* children, int32_t count,
                                 const int64_t* milestones) noexcept {
  dlopt_schedule* s = make_schedule(runtime, kind);
  if (!s) return nullptr;
  const size_t n = size_t(count);
  s->children = static_cast<dlopt_schedule**>(allocate(runtime, n * sizeof *s->children));
  if (s->children) std::fill_n(s->children, n, nullptr);
  if (s->children) s->count = count;
  if (s->children && milestones) s->milestones = static_cast<int64_t*>(allocate(runtime, (n - 1) * sizeof *milestones));
  bool complete = s->children && (!milestones || s->milestones);
  for (size_t i = 0; complete && i < n; ++i) {
    s->children[i] = copy_schedule(runtime, *children[i]);
    s->depth = std::max(s->depth, children[i]->depth + 1);
    complete = s->children[i] != nullptr;
  }
  if (!complete) {
    free_schedule(s);
    return nullptr;
  }
  if (milestones) std::copy_n(milestones, n - 1, s->milestones);
  return s;
}

dlopt_status make_warmup(dlopt_runtime& runtime, const dlopt_schedule& inner, int64_t steps, int32_t warmup_kind,
                         dlopt_schedule*& made) noexcept {
  double first = 0;
  if (dlopt_status status = schedule_value(inner, 0, first)) return status;
  dlopt_schedule* ramp = make_schedule(runtime, DLOPT_SCHEDULE_WARMUP);
  if (ramp) {
    ramp->fields.value[DLOPT_FIELD_BASE] = first;
    ramp->fields.value[DLOPT_FIELD_WARMUP_STEPS] = double(steps);
    ramp->fields.value[DLOPT_FIELD_WARMUP_KIND] = warmup_kind;
    const dlopt_schedule* parts[] = {ramp, &inner};
    made = steps ? make_composition(runtime, DLOPT_SCHEDULE_SEQUENCE, parts, 2, &steps)
                 : make_composition(runtime, DLOPT_SCHEDULE_SEQUENCE, parts + 1, 1, nullptr);
  }
  free_schedule(ramp);
  return made ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "schedule: no memory for it");
}

dlopt_schedule* copy_schedule(dlopt_runtime& runtime, const dlopt_schedule& original) noexcept {
  dlopt_schedule* s = original.count ? make_composition(runtime, original.kind, original.children, original.count, original.milestones)
                                     : make_schedule(runtime, original.kind);
  if (!s) return nullptr;
  std::copy_n(original.fields.value, kFieldLimit, s->fields.value);
  s->fields.seen = original.fields.seen;
  for (int32_t i = 0; i < kLists; ++i) {
    const number_list& list = original.fields.lists[i];
    if (set_list(*s, kFirstList + i, list.values, list.count)) continue;
    free_schedule(s);
    return nullptr;
  }
  return s;
}

dlopt_status check_milestones(const int64_t* milestones, int32_t count) noexcept {
  if (count > 1 && !milestones) return fail(DLOPT_ERR_INVALID_ARGUMENT, "milestones: got NULL, wanted %d steps", count - 1);
  for (int32_t i = 0; i < count - 1; ++i) {
    const int64_t least = i ? milestones[i - 1] : 1;
    if (milestones[i] < least)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "milestones[%d]: got %lld, wanted %lld or more", i, (long long)milestones[i], (long long)least);
  }
  return DLOPT_OK;
}

dlopt_status check_numbers(const hyper_row& row, const double* values, size_t count) noexcept {
  if (count && !values) return fail(DLOPT_ERR_INVALID_ARGUMENT, "values: got NULL, wanted %zu numbers", count);
  if (count > kLongestList) return fail(DLOPT_ERR_OUT_OF_RANGE, "count: got %zu, wanted at most %zu", count, kLongestList);
  const bool steps = row.id == DLOPT_FIELD_MILESTONES;
  for (size_t i = 0; i < count; ++i) {
    const double least = steps && i ? values[i - 1] : row.lower;
    if (values[i] >= least && values[i] <= row.upper && (!steps || values[i] == std::floor(values[i]))) continue;
    return fail(DLOPT_ERR_OUT_OF_RANGE, "%s[%zu]: got %s, wanted a %snumber in [%s, %s]", row.name, i, number(values[i]).text(),
                steps ? "whole " : "", number(least).text(), number(row.upper).text());
  }
  return DLOPT_OK;
}

bool set_list(dlopt_schedule& s, dlopt_schedule_field field, const double* values, size_t count) noexcept {
  number_list& list = s.fields.lists[field - kFirstList];
  number_list fresh = {nullptr, count};
  if (count) fresh.values = static_cast<double*>(allocate(*s.runtime, count * sizeof(double)));
  if (count && !fresh.values) return false;
  std::copy_n(values, count, fresh.values);
  release(*s.runtime, list.values, list.count * sizeof(double));
  list = fresh;
  return true;
}

void free_schedule(dlopt_schedule* s) noexcept {
  if (!s) return;
  dlopt_runtime& runtime = *s->runtime;
  for (int32_t i = 0; i < s->count; ++i) free_schedule(s->children[i]);
  release(runtime, s->children, size_t(s->count) * sizeof *s->children);
  release(runtime, s->milestones, size_t(s->count - 1) * sizeof *s->milestones);
  for (const number_list& list : s->fields.lists) release(runtime, list.values, list.count * sizeof(double));
  unmake_handle(runtime, s);
}

size_t schedule_bytes(const dlopt_schedule& s) noexcept {
  size_t bytes = sizeof s + size_t(s.count) * sizeof *s.children + (s.milestones ? size_t(s.count - 1) * sizeof *s.milestones : 0);
  for (const number_list& list : s.fields.lists) bytes += list.count * sizeof(double);
  for (int32_t i = 0; i < s.count; ++i) bytes += schedule_bytes(*s.children[i]);
  return bytes;
}

int32_t report_metric(dlopt_schedule& s, double metric) noexcept {
  if (s.kind == DLOPT_SCHEDULE_PLATEAU) plateau_schedule::report(s.fields, metric);
  int32_t heard = s.kind == DLOPT_SCHEDULE_PLATEAU;
  for (int32_t i = 0; i < s.count; ++i) heard += report_metric(*s.children[i], metric);
  return heard;
}

dlopt_status schedule_value(const dlopt_schedule& s, int64_t step, double& value) noexcept { return value_on(s, step, nullptr, value); }

} // namespace dlopt
