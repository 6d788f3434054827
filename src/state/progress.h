// Tells a caller how far it is, and whether to go on.
#pragma once

#include "core/last_error.h"
#include "dlopt/state.h"

#include <cstddef>

namespace dlopt {

inline constexpr size_t kProgressBytes = size_t(4) << 20; // between two calls

struct progress {
  dlopt_progress_fn call; // nullptr: nobody asks
  void* user;
  uint64_t done, total;

  dlopt_status advance(uint64_t bytes) noexcept {
    done += bytes;
    if (!call || !call(user, done, total)) return DLOPT_OK;
    return fail(DLOPT_ERR_IO, "progress: it called off at %llu of %llu bytes", (unsigned long long)done, (unsigned long long)total);
  }
};

// Calls each(offset, bytes) for pieces of so many bytes, and advances.
template <class Each> dlopt_status in_pieces_of(uint64_t bytes, progress& how_far, Each each) noexcept {
  for (uint64_t at = 0; at < bytes;) {
    const uint64_t left = bytes - at, n = left < kProgressBytes ? left : kProgressBytes;
    if (dlopt_status status = each(at, size_t(n))) return status;
    if (dlopt_status status = how_far.advance(n)) return status;
    at += n;
  }
  return DLOPT_OK;
}

} // namespace dlopt
