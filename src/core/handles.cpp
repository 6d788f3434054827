// Optimizers made, copied, measured, freed.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/row_steps.h"

#include <cstring>

namespace dlopt {

namespace {

// Without groups, and without room for anything.
dlopt_optimizer* make_empty(dlopt_runtime& runtime, const rule_info& rule) noexcept {
  return make_handle<dlopt_optimizer>(runtime, kOptimizerTag, runtime, rule);
}

} // namespace

dlopt_optimizer* make_optimizer(dlopt_runtime& runtime, const rule_info& rule) noexcept {
  dlopt_optimizer* const o = make_empty(runtime, rule);
  if (!o) return nullptr;
  // The plan of no parameters has room, too: a step without any is a step.
  if (!o->groups.reserve(1) || !reserve_for_slots(*o, 0, 0, 0)) {
    free_optimizer(o);
    return nullptr;
  }
  group g = {};
  g.set = defaults_of(rule);
  o->groups.add(g);
  return o;
}

void free_optimizer(dlopt_optimizer* o) noexcept {
  for (size_t i = 0; i < o->slots.count(); ++i) remove_slot(*o, int32_t(i));
  for (group& g : o->groups)
    for (dlopt_schedule* s : g.follows) free_schedule(s);
  unmake_handle(o->runtime, o);
}

namespace {

bool copy_groups(dlopt_optimizer& to, const dlopt_optimizer& from) noexcept {
  if (!to.groups.reserve(from.groups.count())) return false;
  for (const group& original : from.groups) {
    group copy = original;
    std::memset(copy.follows, 0, sizeof copy.follows);
    to.groups.add(copy);
    for (int32_t h = 0; h < kHyperLimit; ++h) {
      if (!original.follows[h]) continue;
      dlopt_schedule* schedule = copy_schedule(to.runtime, *original.follows[h]);
      if (!schedule) return false;
      to.groups[to.groups.count() - 1].follows[h] = schedule;
    }
  }
  return true;
}

bool copy_block(dlopt_runtime& runtime, const block& from, block& to) noexcept {
  if (!from.memory) return true;
  to = {allocate(runtime, from.bytes), from.bytes};
  if (to.memory) std::memcpy(to.memory, from.memory, from.bytes);
  return to.memory != nullptr;
}

// Where a pointer into `from` lies in its copy.
template <class T> T* moved(T* pointer, const block& from, const block& to) noexcept {
  return reinterpret_cast<T*>(reinterpret_cast<uintptr_t>(to.memory) +
                              (reinterpret_cast<uintptr_t>(pointer) - reinterpret_cast<uintptr_t>(from.memory)));
}

bool holds(const block& b, const void* pointer) noexcept {
  return b.memory && pointer >= b.memory && pointer < static_cast<const char*>(b.memory) + b.bytes;
}

// States that have memory, block by block; those of an outline get theirs, if any, as those of a new slot.
bool copy_states(dlopt_optimizer& to, const dlopt_optimizer& original, const slot& from, slot& s) noexcept {
  if (original.outline) return allocate_states(to, s, from.allocated);
  for (int b = 0; b < kMaxStates; ++b) {
    const block& old = from.owned[b];
    if (!old.memory) continue;
    if (!allocate_block(to, old.bytes, s.owned[b])) return false;
    if (!s.owned[b].memory) continue;
    std::memcpy(s.owned[b].memory, old.memory, old.bytes);
    for (int k = 0; k < kMaxStates; ++k)
      if (holds(old, from.states[k])) s.states[k] = moved(from.states[k], old, s.owned[b]);
  }
  return true;
}

// The same of what stands beside the parameter.
bool copy_beside(dlopt_optimizer& to, const dlopt_optimizer& original, const slot& from, slot& s) noexcept {
  s.beside = nullptr;
  if (original.outline) return s.removed || allocate_beside(to, s);
  const block& old = from.beside_memory;
  if (!old.memory) return true;
  if (!allocate_block(to, old.bytes, s.beside_memory)) return false;
  if (!s.beside_memory.memory) return true;
  std::memcpy(s.beside_memory.memory, old.memory, old.bytes);
  s.beside = moved(from.beside, old, s.beside_memory);
  return true;
}

bool copy_slot(dlopt_optimizer& to, const dlopt_optimizer& original, const slot& from) noexcept {
  slot s = from;
  s.text = s.scales = s.beside_memory = {};
  std::memset(s.owned, 0, sizeof s.owned);
  std::memset(s.states, 0, sizeof s.states);
  bool complete = copy_block(to.runtime, from.text, s.text) && copy_block(to.runtime, from.scales, s.scales);
  complete = copy_ages(to.runtime, from, s) && complete;
  if (complete && s.scales.memory) {
    s.lr_scales = from.lr_scales ? moved(from.lr_scales, from.scales, s.scales) : nullptr;
    s.decay_scales = from.decay_scales ? moved(from.decay_scales, from.scales, s.scales) : nullptr;
  }
  complete = complete && copy_states(to, original, from, s) && copy_beside(to, original, from, s);
  if (complete && s.text.memory) {
    s.numbers = moved(from.numbers, from.text, s.text);
    s.name = moved(from.name, from.text, s.text);
    s.shape = moved(from.shape, from.text, s.text);
    s.blocks = moved(from.blocks, from.text, s.text);
    to.names.insert(s.name, int32_t(to.slots.count()));
  }
  if (complete && original.outline && !s.removed) renew_states(to, s);
  s.removed = from.removed || !complete;
  to.slots.add(s); // also when incomplete: freeing the copy then frees what there is
  return complete;
}

bool reserve_contents(dlopt_optimizer& copy, size_t n) noexcept {
  return copy.slots.reserve(n) && copy.names.reserve(n) && (!copy.wraps.any() || copy.wraps.slots.reserve(n));
}

bool reserve_all(dlopt_optimizer& copy, const dlopt_optimizer& original) noexcept {
  const size_t n = original.slots.count();
  return reserve_for_slots(copy, n, original.total_elements, original.total_chunks) && reserve_small(copy, n, original.small.total);
}

enum class work_space { whole, none };

dlopt_optimizer* copy_of(const dlopt_optimizer& original, dlopt_runtime& runtime, bool outline, work_space room) noexcept {
  dlopt_optimizer* copy = make_empty(runtime, original.rule);
  if (!copy) return nullptr;
  copy->outline = outline;
  copy->steps = original.steps;
  copy->skips = original.skips;
  std::memcpy(copy->shared, original.shared, sizeof copy->shared);
  copy->mode = original.mode;
  copy->broken = original.broken;
  std::memcpy(copy->role_scales, original.role_scales, sizeof copy->role_scales);
  copy->total_elements = original.total_elements;
  copy->total_chunks = original.total_chunks;
  copy->small.total = original.small.total;
  copy_wrapping(*copy, original);
  bool complete = copy_groups(*copy, original) &&
                  (room == work_space::whole ? reserve_all(*copy, original) : reserve_contents(*copy, original.slots.count()));
  for (size_t i = 0; complete && i < original.slots.count(); ++i) {
    if (copy->wraps.any()) complete = copy_wrapped_slot(*copy, original.wraps.slots[i]);
    complete = copy_slot(*copy, original, original.slots[i]) && complete;
  }
  if (complete) return copy;
  free_optimizer(copy);
  return nullptr;
}

} // namespace

dlopt_optimizer* copy_optimizer(const dlopt_optimizer& original, dlopt_runtime& runtime, bool outline) noexcept {
  return copy_of(original, runtime, outline, work_space::whole);
}

dlopt_optimizer* copy_contents(const dlopt_optimizer& original, dlopt_runtime& runtime) noexcept {
  return copy_of(original, runtime, false, work_space::none);
}

dlopt_status check_has_states(const dlopt_optimizer& o) noexcept {
  return o.outline ? fail(DLOPT_ERR_STATE, "optimizer: it is an outline, without memory for states; wanted it placed") : DLOPT_OK;
}

dlopt_status check_whole(const dlopt_optimizer& o) noexcept {
  if (o.broken) return fail(DLOPT_ERR_STATE, "optimizer: a step was torn by parallel_for; wanted it destroyed");
  return check_has_states(o);
}

void measure_memory(const dlopt_optimizer& o, dlopt_memory& memory) noexcept {
  memory.state = 0;
  memory.scratch = int64_t(o.cut.bytes() + o.numels.bytes() + o.updates.bytes() + o.views.bytes() + o.ranges.bytes() + o.checked.bytes() +
                           o.settled.bytes() + o.mixes.bytes() + o.observations.bytes() + o.observed.bytes() + o.tensor_norms.bytes() +
                           o.row_clips.bytes() + o.row_ends.bytes() + o.small.bytes() + o.rows.bytes() + o.wraps.scratch_bytes());
  memory.handle = int64_t(sizeof o + o.groups.bytes() + o.slots.bytes() + o.names.bytes() + o.wraps.slots.bytes());
  for (const slot& s : o.slots) {
    memory.handle += int64_t(s.text.bytes) + int64_t(s.scales.bytes);
    memory.state += int64_t(s.aged.bytes);
    for (const block& b : s.owned) memory.state += int64_t(b.bytes);
    memory.state += int64_t(s.beside_memory.bytes);
  }
  for (const wrapped_slot& w : o.wraps.slots)
    for (const block& b : w.kept) memory.state += int64_t(b.bytes);
  for (const group& g : o.groups)
    for (const dlopt_schedule* s : g.follows)
      if (s) memory.handle += int64_t(schedule_bytes(*s));
}

} // namespace dlopt
