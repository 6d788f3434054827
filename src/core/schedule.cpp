#include "core/schedule.h"

#include "core/last_error.h"
#include "schedules/schedules.def"

#include <algorithm>
#include <new>

namespace dlopt {

namespace {

template <class Shape, int32_t N = int32_t(sizeof(Shape::fields) / sizeof(hyper_row))> constexpr schedule_info info_of(const char* name) {
  return {name, Shape::fields, N, Shape::conflict, Shape::value};
}

constexpr schedule_info kinds[] = {
#define DLOPT_SHAPE(number, NAME, name) info_of<name##_schedule>(#name),
#include "schedules/schedules.def"
#undef DLOPT_SHAPE
    {"sequence", nullptr, 0, nullptr, nullptr},
    {"product", nullptr, 0, nullptr, nullptr},
};
constexpr int32_t n_kinds = int32_t(sizeof kinds / sizeof kinds[0]);

#define DLOPT_SHAPE(number, NAME, name) static_assert(DLOPT_SCHEDULE_##NAME == number, "schedules.def and dlopt/schedule.h disagree");
#include "schedules/schedules.def"
#undef DLOPT_SHAPE
static_assert(DLOPT_SCHEDULE_SEQUENCE == n_kinds - 1 && DLOPT_SCHEDULE_PRODUCT == n_kinds, "dlopt/schedule.h");

// The child of a sequence that is in force at a step, which becomes a step of the child's own clock.
int32_t child_at(const dlopt_schedule& s, int64_t& step) {
  const int64_t* after = std::upper_bound(s.milestones, s.milestones + s.count - 1, step);
  const int32_t child = int32_t(after - s.milestones);
  if (child > 0) step -= s.milestones[child - 1];
  return child;
}

} // namespace

int32_t schedule_kind_count() noexcept { return n_kinds; }

const schedule_info* find_schedule_kind(dlopt_schedule_kind kind) noexcept {
  return kind >= 1 && kind <= n_kinds ? &kinds[kind - 1] : nullptr;
}

dlopt_schedule* make_schedule(dlopt_runtime& runtime, dlopt_schedule_kind kind) noexcept {
  void* memory = allocate(runtime, sizeof(dlopt_schedule));
  if (!memory) return nullptr;
  auto* s = new (memory) dlopt_schedule{kScheduleTag, kind, &runtime, {}, nullptr, nullptr, 0, 1};
  const schedule_info& info = *find_schedule_kind(kind);
  for (int32_t i = 0; i < info.n_fields; ++i) s->fields.value[info.fields[i].id] = info.fields[i].default_value;
  runtime.handles.fetch_add(1);
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

dlopt_status make_warmup(dlopt_runtime& runtime, const dlopt_schedule& inner, int64_t steps, dlopt_schedule*& made) noexcept {
  double first = 0;
  if (dlopt_status status = schedule_value(inner, 0, first)) return status;
  dlopt_schedule* ramp = make_schedule(runtime, DLOPT_SCHEDULE_LINEAR);
  if (ramp) {
    ramp->fields.value[DLOPT_FIELD_BASE] = first;
    ramp->fields.value[DLOPT_FIELD_START_FACTOR] = 0;
    ramp->fields.value[DLOPT_FIELD_TOTAL_STEPS] = double(steps);
    const dlopt_schedule* parts[] = {ramp, &inner};
    made = steps ? make_composition(runtime, DLOPT_SCHEDULE_SEQUENCE, parts, 2, &steps)
                 : make_composition(runtime, DLOPT_SCHEDULE_SEQUENCE, parts + 1, 1, nullptr);
  }
  free_schedule(ramp);
  return made ? DLOPT_OK : fail(DLOPT_ERR_OUT_OF_MEMORY, "schedule: no memory for it");
}

dlopt_schedule* copy_schedule(dlopt_runtime& runtime, const dlopt_schedule& original) noexcept {
  if (original.count) return make_composition(runtime, original.kind, original.children, original.count, original.milestones);
  dlopt_schedule* s = make_schedule(runtime, original.kind);
  if (s) s->fields = original.fields;
  return s;
}

void free_schedule(dlopt_schedule* s) noexcept {
  if (!s) return;
  dlopt_runtime& runtime = *s->runtime;
  for (int32_t i = 0; i < s->count; ++i) free_schedule(s->children[i]);
  release(runtime, s->children, size_t(s->count) * sizeof *s->children);
  release(runtime, s->milestones, size_t(s->count - 1) * sizeof *s->milestones);
  bury(s->tag);
  s->~dlopt_schedule();
  release(runtime, s, sizeof *s);
  runtime.handles.fetch_sub(1);
}

size_t schedule_bytes(const dlopt_schedule& s) noexcept {
  size_t bytes = sizeof s + size_t(s.count) * sizeof *s.children + (s.milestones ? size_t(s.count - 1) * sizeof *s.milestones : 0);
  for (int32_t i = 0; i < s.count; ++i) bytes += schedule_bytes(*s.children[i]);
  return bytes;
}

dlopt_status schedule_value(const dlopt_schedule& s, int64_t step, double& value) noexcept {
  if (s.kind == DLOPT_SCHEDULE_SEQUENCE) {
    const int32_t child = child_at(s, step);
    return schedule_value(*s.children[child], step, value);
  }
  if (s.kind == DLOPT_SCHEDULE_PRODUCT) {
    double product = 1;
    for (int32_t i = 0; i < s.count; ++i) {
      double factor = 0;
      if (dlopt_status status = schedule_value(*s.children[i], step, factor)) return status;
      product *= factor;
    }
    value = product;
    return DLOPT_OK;
  }
  const schedule_info& info = *find_schedule_kind(s.kind);
  if (const char* problem = info.conflict(s.fields)) return fail(DLOPT_ERR_OUT_OF_RANGE, "schedule %s: %s", info.name, problem);
  value = info.value(s.fields, step);
  return DLOPT_OK;
}

} // namespace dlopt
