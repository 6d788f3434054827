// Asking for memory before it is needed. Where a block at a time is read of one array after the other the processor, which foresees long
// runs only, would wait for memory at the beginning of each.
#pragma once

#include "drivers/update.h"

namespace dlopt {

// Elements of a block at which the next one is asked for: so few that this does not outrun the memory.
inline constexpr int64_t kForeseen = 512;

inline void prefetch(const void* from, int64_t bytes) noexcept {
  constexpr int64_t kLine = 64;
  constexpr int kRead = 0, kSecondLevel = 2; // the first-level cache is full of the block at hand
#pragma GCC unroll 8                         // asking costs a few percent in cache, where it is for nothing
  for (int64_t at = 0; at < bytes; at += kLine) __builtin_prefetch(static_cast<const char*>(from) + at, kRead, kSecondLevel);
}

// Everything of the block that follows so many elements, as far as it lies before `end`.
inline void prefetch_next(const parameter_update& u, int64_t next, int64_t end) noexcept {
  const int64_t left = end - next, n = left < kForeseen ? left : kForeseen;
  const auto ask = [&](const void* data, dlopt_dtype dtype) { prefetch(element(data, dtype, next), n * bytes_of(dtype)); };
  if (!u.storage.spacing.has_gaps()) ask(u.param, u.storage.dtype); // gaps are not worth the memory's time
  if (u.storage.beside) prefetch(beside(u.storage, next), n * bytes_beside(u.storage.master));
  if (u.grad && !u.grad_spacing.has_gaps()) ask(u.grad, u.grad_dtype);
  for (int s = 0; s < kMaxElementStates; ++s)
    if (u.used >> s & 1u) ask(u.states[s], u.few_bits ? dtype_of(u.stored[s].code, u.dtype) : u.dtype);
}

} // namespace dlopt
