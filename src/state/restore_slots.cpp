// What a checkpoint says of its parameters: configuration, and the memory that their states need.
#include "drivers/staging.h"
#include "state/restore.h"

#include <algorithm>

namespace dlopt {

namespace {

dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "load: no memory for the parameters of the checkpoint"); }

// Factors of elements as they are in the checkpoint, or none.
dlopt_status allocate_factors(dlopt_optimizer& o, slot& s, const slot_record& record) noexcept {
  release(o.runtime, s.scales.memory, s.scales.bytes);
  s.scales = {nullptr, 0};
  s.lr_scales = s.decay_scales = nullptr;
  s.scale_period = record.s.scale_period;
  if (!record.has.lr_scales && !record.has.decay_scales) return DLOPT_OK;
  const int64_t columns = s.ndim ? s.shape[s.ndim - 1] : 1;
  if (s.scale_period != s.numel && s.scale_period != columns)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "scale_period of %s in the checkpoint: got %lld, wanted %lld or %lld", quoted(s.name).text(),
                (long long)s.scale_period, (long long)columns, (long long)s.numel);
  const int64_t room = s.scale_period == s.numel && room_of(s) > s.numel ? room_of(s) : s.scale_period;
  const size_t bytes = 2 * size_t(room * bytes_of(s.arithmetic)); // as many as its states were found to fit
  s.scales = {allocate(o.runtime, bytes), bytes};
  if (!s.scales.memory) return no_memory();
  if (record.has.lr_scales) s.lr_scales = s.scales.memory;
  if (record.has.decay_scales) s.decay_scales = static_cast<const char*>(s.scales.memory) + bytes / 2;
  return DLOPT_OK;
}

dlopt_status restore_configuration(dlopt_optimizer& o, size_t index, const slot_record& record) noexcept {
  slot& s = o.slots[index];
  if (size_t(record.s.group) >= o.groups.count())
    return fail(DLOPT_ERR_OUT_OF_RANGE, "group of %s in the checkpoint: got %d of %zu", quoted(s.name).text(), record.s.group,
                o.groups.count());
  s.group = record.s.group;
  s.role = record.s.role;
  s.frozen = record.s.frozen;
  s.lr_scale = record.s.lr_scale;
  s.decay_scale = record.s.decay_scale;
  if (dlopt_status status = allocate_factors(o, s, record)) return status;
  return project_slot(o, int32_t(index), record.wrapped.onto);
}

// Moments are kept as they are factored, which the hyper-parameters decide.
uint32_t moment_states(const rule_info& rule) noexcept {
  uint32_t bits = 0;
  for (int32_t m = 0; m < rule.n_moments; ++m) bits |= 1u << rule.moments[m].rows | 1u << rule.moments[m].columns;
  return bits;
}

dlopt_status restore_memory(dlopt_optimizer& o, size_t index, const slot_record& record, bool whole) noexcept {
  slot& s = o.slots[index];
  const uint32_t kept = kept_states(o.rule, o.groups[size_t(s.group)].set, s.dims);
  if (record.s.allocated >> o.rule.n_states || ((record.s.allocated ^ kept) & moment_states(o.rule)))
    return fail(DLOPT_ERR_STATE, "states of %s in the checkpoint: got other ones than its rule and hyper-parameters keep here",
                quoted(s.name).text());
  for (int32_t k = 0; k < kMaxStates; ++k) release_state(o.runtime, s, k);
  s.allocated = s.fresh = 0;
  if (!allocate_states(o, s, record.s.allocated)) return no_memory();
  s.allocated = record.s.allocated;
  s.fresh = record.s.fresh;
  s.steps = record.s.steps;
  if (whole) s.stream = record.s.stream;
  return DLOPT_OK;
}

// The marks of sums that no slot may have, as nothing is accumulated, and of parameters to put back, as nothing is perturbed.
uint32_t unaccumulated(const wrapping& w) noexcept {
  const int32_t index = wrapper_of(w, DLOPT_WRAPPER_ACCUMULATE);
  return index < 0 || w.accumulated != 0 ? 0 : 1u << index;
}
uint32_t unperturbed(const wrapping& w) noexcept {
  const int32_t index = wrapper_of(w, DLOPT_WRAPPER_SAM);
  return index < 0 || w.perturbed ? 0 : 1u << index;
}

dlopt_status restore_wrapped(dlopt_optimizer& o, size_t index, const slot_record& record, int32_t wrappers) noexcept {
  if (!o.wraps.any()) return DLOPT_OK;
  wrapped_slot& its = o.wraps.slots[index];
  for (int32_t k = 0; k < wrappers; ++k) {
    its.counts[k] = record.wrapped.counts[k];
    if ((record.wrapped.filled >> k & 1u) && !find_wrapper(o.wraps.all[k].kind)->array)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "filled of %s in the checkpoint: got a wrapper without an array",
                  quoted(o.slots[index].name).text());
  }
  if (record.wrapped.filled & (unaccumulated(o.wraps) | unperturbed(o.wraps)))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "filled of %s in the checkpoint: got an array while nothing is accumulated or perturbed",
                quoted(o.slots[index].name).text());
  const uint32_t saved = (1u << wrappers) - 1;
  its.filled = (its.filled & ~saved) | (record.wrapped.filled & saved);
  return DLOPT_OK;
}

// Two slots of one number would draw the same random numbers: those that were not loaded make way.
dlopt_status separate_streams(dlopt_optimizer& o, const array<restored_slot>& restored) noexcept {
  array<uint32_t> taken(owner_of(o.runtime));
  if (!taken.reserve(o.slots.count())) return no_memory();
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (restored[i].is_whole()) taken.add(o.slots[i].stream);
  std::sort(taken.begin(), taken.end());
  for (size_t i = 1; i < taken.count(); ++i)
    if (taken[i] == taken[i - 1]) return fail(DLOPT_ERR_CORRUPT, "checkpoint: got two parameters of stream %u", taken[i]);
  uint32_t next = 0;
  for (const slot& s : o.slots) next = std::max(next, s.stream + 1);
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (!restored[i].is_whole() && std::binary_search(taken.begin(), taken.end(), o.slots[i].stream)) o.slots[i].stream = next++;
  return DLOPT_OK;
}

// Calls restore(index, record) for each slot that is loaded.
template <class Restore> dlopt_status for_each_restored(const array<restored_slot>& restored, int32_t wrappers, Restore restore) noexcept {
  slot_record record;
  for (size_t i = 0; i < restored.count(); ++i) {
    if (!restored[i].entry) continue;
    if (dlopt_status status = read_slot_record(*restored[i].entry, wrappers, record)) return status;
    if (dlopt_status status = restore(i, record)) return status;
  }
  return DLOPT_OK;
}

} // namespace

dlopt_status restore_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                           restored_slots& all) noexcept {
  if (dlopt_status status = match_slots(file, desc, wrappers, o, all)) return status;
  const array<restored_slot>& restored = all.slots;
  const bool keeps = load_options{desc.flags}.keeps();
  dlopt_status status = for_each_restored(restored, wrappers, [&](size_t i, const slot_record& record) {
    return keeps || !restored[i].is_whole() ? DLOPT_OK : restore_configuration(o, i, record);
  });
  if (status) return status;
  for (const slot& s : o.slots)
    if (!s.removed && s.form != DLOPT_STATES_FULL)
      if (dlopt_status few = check_few_bits(o, s.group, {"checkpoint"})) return few;
  if (dlopt_status provided = provide_states(o)) return provided; // by the hyper-parameters that hold from now on
  status = for_each_restored(restored, wrappers, [&](size_t i, const slot_record& record) {
    if (dlopt_status made = restore_memory(o, i, record, restored[i].is_whole())) return made;
    return restore_wrapped(o, i, record, wrappers);
  });
  for (wrapped_slot& its : o.wraps.slots) its.filled &= ~unaccumulated(o.wraps); // of those that were not loaded
  return status ? status : separate_streams(o, restored);
}

} // namespace dlopt
