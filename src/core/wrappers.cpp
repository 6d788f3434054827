// Wrappers as data, and as part of an optimizer: added, given arrays, copied.
#include "core/wrappers.h"

#include "core/gaps.h"
#include "core/last_error.h"
#include "core/optimizer.h"
#include "drivers/staging.h"
#include "wrappers/wrappers.def"

#include <cstring>

namespace dlopt {

namespace {

// nullptr for a wrapper that nothing of follows the parameter.
template <class Wrapper, class = void> inline constexpr double (*weight_of)(const wrap_values&, int64_t) = nullptr;
template <class Wrapper>
inline constexpr double (*weight_of<Wrapper, decltype(void(&Wrapper::weight))>)(const wrap_values&, int64_t) = Wrapper::weight;

template <class Wrapper> constexpr wrapper_info info_of(const char* name) {
  constexpr int32_t n = int32_t(sizeof(Wrapper::fields) / sizeof(hyper_row));
  return {name, Wrapper::fields, n, Wrapper::array, Wrapper::conflict, weight_of<Wrapper>};
}

constexpr wrapper_info kinds[] = {
#define DLOPT_WRAPPER(number, NAME, name) info_of<name##_wrapper>(#name),
#include "wrappers/wrappers.def"
#undef DLOPT_WRAPPER
};

#define DLOPT_WRAPPER(number, NAME, name) static_assert(DLOPT_WRAPPER_##NAME == number, "wrappers.def and dlopt/wrapper.h disagree");
#include "wrappers/wrappers.def"
#undef DLOPT_WRAPPER

// Large states of a parameter lie at different places of their pages; so do the large arrays of the wrappers, behind them. Small ones come
// from anywhere.
size_t offset_of(const slot& s, int32_t index) noexcept {
  const size_t gap = gap_before(size_t(room_of(s)) * size_t(bytes_of(s.arithmetic)));
  return gap > kPage ? size_t(kMaxStates + index) * gap : 0;
}

[[nodiscard]] bool allocate_kept(const dlopt_optimizer& o, const slot& s, int32_t index, block& kept) noexcept {
  size_t bytes;
  if (__builtin_mul_overflow(size_t(room_of(s)), size_t(bytes_of(s.arithmetic)), &bytes)) return false;
  if (!bytes) return true;
  if (__builtin_add_overflow(bytes, offset_of(s, index), &bytes) || bytes > PTRDIFF_MAX) return false;
  return allocate_block(o, bytes, kept);
}

void release_kept(dlopt_runtime& runtime, block& kept) noexcept {
  release(runtime, kept.memory, kept.bytes);
  kept = {nullptr, 0};
}

dlopt_status check_addition(const wrapping& w, dlopt_wrapper kind) noexcept {
  const wrapper_info* info = find_wrapper(kind);
  if (!info) return fail(DLOPT_ERR_INVALID_ARGUMENT, "wrapper: got %d, wanted 1 to %d", kind, wrapper_count());
  if (!averages(kind) && wrapper_of(w, kind) >= 0)
    return fail(DLOPT_ERR_STATE, "wrapper: got %s, which the optimizer has; wanted it once", info->name);
  if (w.count == kMostWrappers) return fail(DLOPT_ERR_STATE, "wrapper: got one more than %d, the most of an optimizer", kMostWrappers);
  return DLOPT_OK;
}

} // namespace

int32_t wrapper_count() noexcept { return int32_t(sizeof kinds / sizeof kinds[0]); }

const wrapper_info* find_wrapper(dlopt_wrapper kind) noexcept { return kind >= 1 && kind <= wrapper_count() ? &kinds[kind - 1] : nullptr; }

const hyper_row* find_wrap_field(dlopt_wrapper kind, dlopt_wrapper_field field) noexcept {
  const wrapper_info& info = *find_wrapper(kind);
  return find_field(info.fields, info.n_fields, field, info.name, "does not");
}

int32_t wrapper_of(const wrapping& w, dlopt_wrapper kind) noexcept {
  for (int32_t i = 0; i < w.count; ++i)
    if (w.all[i].kind == kind) return i;
  return -1;
}

dlopt_status find_wrapped(const dlopt_optimizer& o, int32_t index) noexcept {
  if (index >= 0 && index < o.wraps.count) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "index: got %d, wanted one that dlopt_optimizer_wrap gave (there are %d)", index, o.wraps.count);
}

bool reserve_wrapping(dlopt_optimizer& o, size_t n, int64_t elements, int64_t chunks) noexcept {
  wrapping& w = o.wraps;
  const size_t buffers = n * size_t(w.n_averages);
  return w.slots.reserve(n) && w.now.reserve(n) && w.whole.reserve(elements, chunks, 0) && w.numels.reserve(n) &&
         w.averages.reserve(buffers) && w.checked.reserve(buffers) && o.ranges.reserve(3 * n + buffers) &&
         (wrapper_of(w, DLOPT_WRAPPER_ACCUMULATE) < 0 || w.grads.reserve(n));
}

void begin_wrapped_slots(dlopt_optimizer& o) noexcept {
  while (o.wraps.slots.count() < o.slots.count()) o.wraps.slots.add({});
}

void* kept_in(const slot& s, const wrapped_slot& wrapped, int32_t index) noexcept {
  void* const memory = wrapped.kept[index].memory;
  return memory ? static_cast<char*>(memory) + offset_of(s, index) : nullptr;
}

void* kept_array(const dlopt_optimizer& o, size_t slot, int32_t index) noexcept {
  return kept_in(o.slots[slot], o.wraps.slots[slot], index);
}

bool wrap_slot(dlopt_optimizer& o, const slot& s, wrapped_slot& made) noexcept {
  bool complete = true;
  for (int32_t k = 0; complete && k < o.wraps.count; ++k)
    if (find_wrapper(o.wraps.all[k].kind)->array) complete = allocate_kept(o, s, k, made.kept[k]);
  return complete;
}

void unwrap_slot(dlopt_runtime& runtime, wrapped_slot& wrapped) noexcept {
  for (block& kept : wrapped.kept) release_kept(runtime, kept);
  wrapped = {};
}

dlopt_status add_wrapper(dlopt_optimizer& o, dlopt_wrapper kind, int32_t& index) noexcept {
  wrapping& w = o.wraps;
  if (dlopt_status status = check_addition(w, kind)) return status;
  const wrapper_info& info = *find_wrapper(kind);
  const int32_t added = w.count;
  wrapper& made = w.all[added];
  made = {kind, {}};
  for (int32_t i = 0; i < info.n_fields; ++i) made.fields.value[info.fields[i].id] = info.fields[i].default_value;
  ++w.count;
  w.n_averages += averages(kind);
  bool complete = reserve_wrapping(o, o.slots.count(), o.total_elements, o.total_chunks);
  if (complete) begin_wrapped_slots(o);
  for (size_t i = 0; complete && info.array && i < o.slots.count(); ++i)
    complete = allocate_kept(o, o.slots[i], added, w.slots[i].kept[added]);
  if (complete) {
    index = added;
    o.changed = true;
    return DLOPT_OK;
  }
  for (wrapped_slot& one : w.slots) release_kept(o.runtime, one.kept[added]);
  --w.count;
  w.n_averages -= averages(kind);
  if (!w.any()) w.slots.set_count(0);
  return fail(DLOPT_ERR_OUT_OF_MEMORY, "wrap: no memory for %s", info.name);
}

void copy_wrapping(dlopt_optimizer& to, const dlopt_optimizer& from) noexcept {
  std::memcpy(to.wraps.all, from.wraps.all, sizeof to.wraps.all);
  to.wraps.count = from.wraps.count;
  to.wraps.n_averages = from.wraps.n_averages;
  to.wraps.projects = from.wraps.projects;
  to.wraps.accumulated = from.wraps.accumulated;
  to.wraps.perturbed = from.wraps.perturbed;
}

bool copy_wrapped_slot(dlopt_optimizer& to, const wrapped_slot& from) noexcept {
  wrapped_slot copy = from;
  std::memset(copy.kept, 0, sizeof copy.kept);
  bool complete = true;
  for (int32_t k = 0; complete && k < to.wraps.count; ++k) {
    if (!from.kept[k].bytes) continue;
    complete = allocate_block(to, from.kept[k].bytes, copy.kept[k]);
    if (copy.kept[k].memory && from.kept[k].memory) std::memcpy(copy.kept[k].memory, from.kept[k].memory, from.kept[k].bytes);
  }
  to.wraps.slots.add(copy); // also when incomplete: freeing the copy then frees what there is
  return complete;
}

} // namespace dlopt
