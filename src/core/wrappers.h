// What accompanies an optimizer: its wrappers, what they keep of each parameter, and their work space.
#pragma once

#include "core/array.h"
#include "core/plan.h"
#include "dlopt/step.h"
#include "drivers/follow.h"
#include "drivers/project.h"
#include "wrappers/wrapper_kind.h"

namespace dlopt {

inline constexpr int32_t kMostWrappers = kMostFollowers;

struct wrapper_info {
  const char* name;
  const hyper_row* fields;
  int32_t n_fields;
  const char* array; // the name of what it keeps of each parameter; nullptr: nothing
  const char* (*conflict)(const wrap_values&);
  double (*weight)(const wrap_values&, int64_t n); // nullptr: nothing follows the parameter
};

struct wrapper {
  dlopt_wrapper kind;
  wrap_values fields;
};

// A block of the runtime's memory.
struct block {
  void* memory;
  size_t bytes;
};

// What is kept of one parameter, by the number of the wrapper.
struct wrapped_slot {
  int64_t counts[kMostWrappers]; // updates of an average; steps of the parameter under Lookahead
  block kept[kMostWrappers];
  uint32_t filled; // arrays that hold something, as bits
  projection onto;
};

// A buffer of the caller for an average of a parameter; without data: none.
struct average_buffer {
  void* data;
  element_spacing spacing;
  bool operator==(const average_buffer& other) const noexcept { return data == other.data && spacing == other.spacing; }
};

// What one parameter goes through in a step, beside the rule's update.
struct accompaniment {
  const void* put_back;               // where SAM keeps it; nullptr: it was not moved
  void* first_slow;                   // receives the parameter before its first step; nullptr: not now
  followed after;                     // no parameter: nothing comes after
  parameter_storage projected;        // how projections write the parameter
  bool moves;                         // the rule updates it
  bool projects_later, follows_later; // not in the task that updates it
};

struct wrapping {
  explicit wrapping(dlopt_runtime& r) noexcept : slots(r), now(r), whole(r), numels(r), averages(r), checked(r), grads(r) {}

  wrapper all[kMostWrappers] = {};
  int32_t count = 0;
  int32_t n_averages = 0;
  bool projects = false;  // some parameter
  double accumulated = 0; // weight of the gradients so far; 0: there are none
  bool perturbed = false;
  array<wrapped_slot> slots; // one for each slot, while there is anything

  // Work space, one element for each slot.
  array<accompaniment> now;
  plan whole; // of whole parameters, whatever rows the gradients hold
  array<int64_t> numels;
  array<average_buffer> averages; // n_averages times the slots: the caller's buffers that will be used
  array<average_buffer> checked;  // as they were when no overlap was found
  array<dlopt_tensor> grads;

  bool any() const noexcept { return count || projects; }
  size_t scratch_bytes() const noexcept {
    return now.bytes() + whole.bytes() + numels.bytes() + averages.bytes() + checked.bytes() + grads.bytes();
  }
};

int32_t wrapper_count() noexcept;
const wrapper_info* find_wrapper(dlopt_wrapper kind) noexcept;                            // nullptr: no such wrapper
const hyper_row* find_wrap_field(dlopt_wrapper kind, dlopt_wrapper_field field) noexcept; // fails when there is none

// The number of the only wrapper of its kind; -1: none.
int32_t wrapper_of(const wrapping& w, dlopt_wrapper kind) noexcept;
inline bool averages(dlopt_wrapper kind) noexcept { return kind == DLOPT_WRAPPER_EMA || kind == DLOPT_WRAPPER_SWA; }

} // namespace dlopt
