// Parameters whose states are smaller than themselves: how each is laid out, the room for sums over rows and columns, and what a step
// does with them.
#pragma once

#include "core/array.h"
#include "core/registry.h"
#include "drivers/small_states.h"
#include "drivers/update.h"

struct dlopt_optimizer;

namespace dlopt {

struct slot;

// What a slot needs of the work space, or all of them together.
struct small_needs {
  int64_t numbers = 0; // doubles
  int64_t fold_tasks = 0, settle_tasks = 0;
};

// A range of cells of one slot.
struct small_task {
  size_t slot;
  int32_t side; // of a moment: what its rows are summed to, its columns, or itself where it is whole
  int64_t first, count;
};

struct small_slot {
  small_states states;
  fold rows, columns;
  int64_t matrices;
  double *row_partials, *column_partials;
  int64_t cover_count;
};

// Sized when a parameter is declared, or a hyper-parameter set that decides how they are factored.
struct small_space {
  explicit small_space(dlopt_runtime& runtime) noexcept
      : slots(runtime), numbers(runtime), fold_tasks(runtime), settle_tasks(runtime), ran(runtime) {}
  size_t bytes() const noexcept { return slots.bytes() + numbers.bytes() + fold_tasks.bytes() + settle_tasks.bytes() + ran.bytes(); }

  array<small_slot> slots;
  array<double> numbers;
  array<small_task> fold_tasks, settle_tasks;
  array<uint8_t> ran;
  small_needs total; // of all slots that were ever declared
};

// How a parameter of this shape is factored under these hyper-parameters; one without elements is not.
factored_dims dims_of(const rule_info& rule, const hyper_values& h, const int64_t* shape, int32_t ndim, int64_t numel) noexcept;

// The states that a slot keeps under these hyper-parameters, as bits; and how many numbers there are in one.
uint32_t kept_states(const rule_info& rule, const hyper_values& h, factored_dims dims) noexcept;
int64_t state_count(const rule_info& rule, const slot& s, int32_t state) noexcept;

// The sizes of a state that does not have the parameter's shape follow the slot's own shape in memory: how many there are, and the view.
int32_t extra_sizes(const rule_info& rule, int32_t ndim) noexcept;
void write_sizes(const rule_info& rule, slot& s) noexcept;
const int64_t* sizes_of(const rule_info& rule, const slot& s, int32_t state, int32_t& ndim) noexcept;

small_needs needs_of(const rule_info& rule, const slot& s) noexcept;
[[nodiscard]] bool reserve_small(dlopt_optimizer& o, size_t n, small_needs total) noexcept;
inline small_needs operator+(small_needs a, small_needs b) noexcept {
  return {a.numbers + b.numbers, a.fold_tasks + b.fold_tasks, a.settle_tasks + b.settle_tasks};
}
inline small_needs operator-(small_needs a, small_needs b) noexcept {
  return {a.numbers - b.numbers, a.fold_tasks - b.fold_tasks, a.settle_tasks - b.settle_tasks};
}

// Gives slots that are to be factored in another way new moments, which start afresh; all or none.
dlopt_status refactor_slots(dlopt_optimizer& o) noexcept;

// Lays out all slots in the work space. Only after reserve_small.
void cut_small(dlopt_optimizer& o) noexcept;
// Adds to a slot's update what it needs of its small states.
void attach_small(dlopt_optimizer& o, size_t index, const hyper_values& h) noexcept;

// What the rising covers have come to, once all is updated.
void keep_covers(dlopt_optimizer& o) noexcept;

} // namespace dlopt
