#include "core/exchange.h"

#include "drivers/staging.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dlopt {

namespace {

void exchange(wrapping& a, wrapping& b) noexcept {
  std::swap(a.all, b.all);
  std::swap(a.count, b.count);
  std::swap(a.n_averages, b.n_averages);
  std::swap(a.projects, b.projects);
  std::swap(a.accumulated, b.accumulated);
  std::swap(a.perturbed, b.perturbed);
  a.slots.swap(b.slots);
}

// ---- work space: nothing in it outlives a change of the slots ----

void keep_larger(wrapping& a, wrapping& b) noexcept {
  a.now.keep_larger(b.now);
  a.whole.keep_larger(b.whole);
  a.numels.keep_larger(b.numels);
  a.averages.keep_larger(b.averages);
  a.checked.keep_larger(b.checked);
  a.grads.keep_larger(b.grads);
}

void keep_larger(small_space& a, small_space& b) noexcept {
  a.slots.keep_larger(b.slots);
  a.numbers.keep_larger(b.numbers);
  a.fold_tasks.keep_larger(b.fold_tasks);
  a.settle_tasks.keep_larger(b.settle_tasks);
  a.ran.keep_larger(b.ran);
}

void keep_larger(row_space& a, row_space& b) noexcept {
  a.modes.keep_larger(b.modes);
  a.ranks.keep_larger(b.ranks);
  a.numels.keep_larger(b.numels);
  a.whole.keep_larger(b.whole);
  a.scratch.keep_larger(b.scratch);
}

void keep_larger_work_space(dlopt_optimizer& a, dlopt_optimizer& b) noexcept {
  a.cut.keep_larger(b.cut);
  a.numels.keep_larger(b.numels);
  a.updates.keep_larger(b.updates);
  a.views.keep_larger(b.views);
  a.ranges.keep_larger(b.ranges);
  a.checked.keep_larger(b.checked);
  a.settled.keep_larger(b.settled);
  a.mixes.keep_larger(b.mixes);
  a.observations.keep_larger(b.observations);
  a.observed.keep_larger(b.observed);
  a.tensor_norms.keep_larger(b.tensor_norms);
  a.row_clips.keep_larger(b.row_clips);
  a.row_ends.keep_larger(b.row_ends);
  keep_larger(a.small, b.small);
  keep_larger(a.rows, b.rows);
  keep_larger(a.wraps, b.wraps);
  a.changed = true;
}

} // namespace

void exchange(dlopt_optimizer& a, dlopt_optimizer& b) noexcept {
  std::swap(a.steps, b.steps);
  std::swap(a.role_scales, b.role_scales);
  std::swap(a.skips, b.skips);
  std::swap(a.shared, b.shared);
  std::swap(a.mode, b.mode);
  a.groups.swap(b.groups);
  a.slots.swap(b.slots);
  a.names.swap(b.names);
  std::swap(a.total_elements, b.total_elements);
  std::swap(a.total_chunks, b.total_chunks);
  std::swap(a.small.total, b.small.total);
  exchange(a.wraps, b.wraps);
  keep_larger_work_space(a, b);
}

namespace {

bool alike(const dlopt_schedule* a, const dlopt_schedule* b) noexcept {
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->count != b->count || !a->milestones != !b->milestones) return false;
  for (int i = 0; i < kLists; ++i)
    if (a->fields.lists[i].count != b->fields.lists[i].count) return false;
  for (int32_t i = 0; i < a->count; ++i)
    if (!alike(a->children[i], b->children[i])) return false;
  return true;
}

bool alike(const slot& a, const slot& b) noexcept {
  return a.removed == b.removed && a.allocated == b.allocated && a.dims.across == b.dims.across && a.dims.down == b.dims.down &&
         a.row_room == b.row_room && a.row_length == b.row_length && a.scales.bytes == b.scales.bytes && !a.lr_scales == !b.lr_scales &&
         !a.decay_scales == !b.decay_scales && a.text.bytes == b.text.bytes && a.aged.bytes == b.aged.bytes;
}

bool alike(const dlopt_optimizer& a, const dlopt_optimizer& b) noexcept {
  bool same = a.groups.count() == b.groups.count() && a.slots.count() == b.slots.count() && a.wraps.count == b.wraps.count &&
              a.wraps.any() == b.wraps.any();
  for (size_t i = 0; same && i < a.groups.count(); ++i)
    for (int32_t h = 0; same && h < kHyperLimit; ++h) same = alike(a.groups[i].follows[h], b.groups[i].follows[h]);
  for (size_t i = 0; same && i < a.slots.count(); ++i) same = alike(a.slots[i], b.slots[i]);
  return same;
}

void take_over(dlopt_schedule& to, const dlopt_schedule& from) noexcept {
  std::copy_n(from.fields.value, kFieldLimit, to.fields.value);
  to.fields.seen = from.fields.seen;
  for (int i = 0; i < kLists; ++i) std::copy_n(from.fields.lists[i].values, from.fields.lists[i].count, to.fields.lists[i].values);
  if (from.milestones) std::copy_n(from.milestones, from.count - 1, to.milestones);
  for (int32_t i = 0; i < from.count; ++i) take_over(*to.children[i], *from.children[i]);
}

void take_over(group& to, const group& from) noexcept {
  to.set = from.set;
  for (int32_t h = 0; h < kHyperLimit; ++h)
    if (from.follows[h]) take_over(*to.follows[h], *from.follows[h]);
}

void copy_bytes(void* to, const void* from, int64_t bytes) noexcept {
  if (to && bytes) std::memcpy(to, from, size_t(bytes));
}

void take_over(const dlopt_optimizer& o, slot& to, const slot& from) noexcept {
  to.group = from.group;
  to.role = from.role;
  to.frozen = from.frozen;
  to.stream = from.stream;
  to.fresh = from.fresh;
  to.steps = from.steps;
  to.lr_scale = from.lr_scale;
  to.decay_scale = from.decay_scale;
  to.scale_period = from.scale_period;
  for (int32_t k = 0; k < o.rule.n_states; ++k) {
    int64_t scales_at = 0;
    copy_bytes(to.states[k], from.states[k], state_bytes(o.rule, from, k, scales_at));
  }
  copy_bytes(to.numbers, from.numbers, o.rule.n_numbers * int64_t(sizeof(double)));
  copy_bytes(to.beside, from.beside, room_of(from) * bytes_beside(from.master));
  copy_bytes(to.scales.memory, from.scales.memory, int64_t(from.scales.bytes));
  if (!ages_of(from)) return;
  copy_bytes(ages_of(to)->ages, ages_of(from)->ages, from.row_room * int64_t(sizeof(int32_t)));
  copy_bytes(ages_of(to)->late, ages_of(from)->late, from.row_room);
}

void take_over_wrapped(dlopt_optimizer& to, const dlopt_optimizer& from, size_t i) noexcept {
  wrapped_slot& its = to.wraps.slots[i];
  const wrapped_slot& other = from.wraps.slots[i];
  std::copy_n(other.counts, kMostWrappers, its.counts);
  its.filled = other.filled;
  its.onto = other.onto;
  const slot& s = to.slots[i];
  for (int32_t k = 0; k < to.wraps.count; ++k)
    if (its.filled >> k & 1u) copy_bytes(kept_array(to, i, k), kept_array(from, i, k), room_of(s) * bytes_of(s.arithmetic));
}

} // namespace

dlopt_status take_over(dlopt_optimizer& to, const dlopt_optimizer& from) noexcept {
  if (!alike(to, from))
    return fail(DLOPT_ERR_OUT_OF_MEMORY,
                "optimizer: it lies in a block that has no room for other groups, schedules, parameters, states or wrappers");
  to.steps = from.steps;
  to.skips = from.skips;
  to.mode = from.mode;
  std::copy_n(from.role_scales, sizeof from.role_scales / sizeof *from.role_scales, to.role_scales);
  std::copy_n(from.shared, kMaxNumbers, to.shared);
  for (size_t i = 0; i < to.groups.count(); ++i) take_over(to.groups[i], from.groups[i]);
  for (size_t i = 0; i < to.slots.count(); ++i) take_over(to, to.slots[i], from.slots[i]);
  for (int32_t i = 0; i < to.wraps.count; ++i) to.wraps.all[i].fields = from.wraps.all[i].fields;
  to.wraps.projects = from.wraps.projects;
  to.wraps.accumulated = from.wraps.accumulated;
  to.wraps.perturbed = from.wraps.perturbed;
  for (size_t i = 0; to.wraps.any() && i < to.slots.count(); ++i) take_over_wrapped(to, from, i);
  forget_observations(to);
  to.changed = true;
  return DLOPT_OK;
}

} // namespace dlopt
