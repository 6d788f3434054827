// A schedule: one shape with its fields and lists, or a composition that owns copies of its children.
#pragma once

#include "core/runtime.h"
#include "schedules/schedule_kind.h"

struct dlopt_schedule {
  uint32_t tag;
  dlopt_schedule_kind kind;
  dlopt_runtime* runtime;
  dlopt::field_values fields; // its lists are owned
  dlopt_schedule** children;  // count of them
  int64_t* milestones;        // count - 1, sequences only
  int32_t count;
  int32_t depth; // 1 + the deepest child's
};

namespace dlopt {

inline constexpr uint32_t kScheduleTag = 0x73636831;
inline constexpr int32_t kMostNested = 16;
inline constexpr int32_t kMostChildren = 65536;
inline constexpr size_t kLongestList = size_t{1} << 24;

struct schedule_info {
  const char* name;
  const hyper_row* fields;
  int32_t n_fields;
  const char* (*conflict)(const field_values&);
  double (*value)(const field_values&, int64_t step);
};

int32_t schedule_kind_count() noexcept;                                     // compositions included
const schedule_info* find_schedule_kind(dlopt_schedule_kind kind) noexcept; // nullptr: no such kind

// nullptr: out of memory. Children and milestones are copied.
dlopt_schedule* make_schedule(dlopt_runtime& runtime, dlopt_schedule_kind kind) noexcept;
dlopt_schedule* make_composition(dlopt_runtime& runtime, dlopt_schedule_kind kind, const dlopt_schedule* const* children, int32_t count,
                                 const int64_t* milestones) noexcept;
// A warm-up of some steps from 0 to the inner schedule's first value, then the inner schedule: a sequence. Fails as schedule_value does.
dlopt_status make_warmup(dlopt_runtime& runtime, const dlopt_schedule& inner, int64_t steps, int32_t warmup_kind,
                         dlopt_schedule*& made) noexcept;
dlopt_schedule* copy_schedule(dlopt_runtime& runtime, const dlopt_schedule& original) noexcept;
void free_schedule(dlopt_schedule* schedule) noexcept;
size_t schedule_bytes(const dlopt_schedule& schedule) noexcept;

// Errors for milestones of a sequence of so many children, and for the values of a list.
dlopt_status check_milestones(const int64_t* milestones, int32_t count) noexcept;
dlopt_status check_numbers(const hyper_row& row, const double* values, size_t count) noexcept;
[[nodiscard]] bool set_list(dlopt_schedule& schedule, dlopt_schedule_field field, const double* values, size_t count) noexcept;

// Tells a metric to every plateau in it; returns how many there are.
int32_t report_metric(dlopt_schedule& schedule, double metric) noexcept;

// The value at a step >= 0, or fail() where fields contradict each other.
dlopt_status schedule_value(const dlopt_schedule& schedule, int64_t step, double& value) noexcept;

} // namespace dlopt
