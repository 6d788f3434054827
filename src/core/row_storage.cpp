#include "core/row_storage.h"

#include "core/row_steps.h"
#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

namespace {

// As many factors of elements as there is room for rows; one half of the block is for the steps, one for decay.
[[nodiscard]] bool allocate_scales(dlopt_runtime& runtime, slot& s) noexcept {
  size_t bytes;
  if (__builtin_mul_overflow(size_t(room_of(s)), 2 * size_t(bytes_of(s.arithmetic)), &bytes) || bytes > PTRDIFF_MAX) return false;
  s.scales = {allocate(runtime, bytes), bytes};
  if (s.lr_scales) s.lr_scales = s.scales.memory;
  if (s.decay_scales) s.decay_scales = static_cast<const char*>(s.scales.memory) + bytes / 2;
  return s.scales.memory != nullptr;
}

} // namespace

bool scales_rows(const slot& s) noexcept {
  return s.scales.memory && s.scale_period == s.numel && (s.ndim == 1 || s.scale_period != s.shape[s.ndim - 1]);
}

stored_slot stored_at(const dlopt_optimizer& o, size_t index) noexcept {
  return {o.slots[index], o.wraps.any() ? o.wraps.slots[index] : wrapped_slot{}};
}

row_arrays arrays_of(const dlopt_optimizer& o, const stored_slot& stored) noexcept {
  const slot& s = stored.s;
  const size_t row_bytes = size_t(s.row_length * bytes_of(s.arithmetic));
  row_arrays arrays = {};
  const auto add = [&](const void* data, size_t bytes, dlopt_dtype dtype, double fresh) {
    arrays.all[arrays.count++] = {static_cast<char*>(const_cast<void*>(data)), bytes, dtype, fresh, false};
  };
  for (int32_t k = 0; k < o.rule.n_states; ++k)
    if (s.states[k]) add(s.states[k], row_bytes, s.arithmetic, initial_of(o, s, k));
  if (const row_ages* rows = ages_of(s)) {
    add(rows->ages, sizeof *rows->ages, DLOPT_DTYPE_I32, 0);
    add(rows->late, sizeof *rows->late, DLOPT_DTYPE_U8, 0);
  }
  // Zeros beside a parameter leave it as it is: a fresh row starts from what the caller has there.
  if (s.beside) add(s.beside, size_t(s.row_length * bytes_beside(s.master)), DLOPT_DTYPE_U8, 0);
  arrays.states = arrays.count;
  if (scales_rows(s))
    for (const void* factors : {s.lr_scales, s.decay_scales})
      if (factors) add(factors, row_bytes, s.arithmetic, 1);
  for (int32_t k = 0; k < o.wraps.count; ++k)
    if (stored.wrapped.kept[k].memory) add(kept_in(s, stored.wrapped, k), row_bytes, s.arithmetic, 0);
  return arrays;
}

bool allocate_rows(dlopt_optimizer& o, const stored_slot& original, int64_t rows, stored_slot& made) noexcept {
  made = original;
  slot& s = made.s;
  s.row_room = rows;
  std::memset(s.states, 0, sizeof s.states);
  std::memset(s.owned, 0, sizeof s.owned);
  std::memset(made.wrapped.kept, 0, sizeof made.wrapped.kept);
  s.aged = s.beside_memory = {nullptr, 0};
  s.beside = nullptr;
  if (scales_rows(s)) s.scales = {nullptr, 0};
  return allocate_states(o, s, s.allocated) && allocate_beside(o, s) && (!ages_of(original.s) || allocate_ages(o.runtime, s)) &&
         (s.scales.memory || !scales_rows(original.s) || allocate_scales(o.runtime, s)) && wrap_slot(o, s, made.wrapped);
}

void release_rows(dlopt_optimizer& o, stored_slot& stored) noexcept {
  for (int32_t k = 0; k < kMaxStates; ++k) release_state(o.runtime, stored.s, k);
  release_ages(o.runtime, stored.s);
  release_beside(o.runtime, stored.s);
  if (scales_rows(stored.s)) release(o.runtime, stored.s.scales.memory, stored.s.scales.bytes);
  for (block& kept : stored.wrapped.kept) release(o.runtime, kept.memory, kept.bytes);
}

} // namespace dlopt
