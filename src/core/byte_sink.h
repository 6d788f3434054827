// Where bytes go that are written one after the other.
#pragma once

#include "dlopt/status.h"

#include <cstddef>

namespace dlopt {

// Takes all bytes, or fails and says why.
struct byte_sink {
  dlopt_status (*write)(void* self, const void* bytes, size_t n) noexcept;
  void* self;
  dlopt_status put(const void* bytes, size_t n) const noexcept { return n ? write(self, bytes, n) : DLOPT_OK; }
};

} // namespace dlopt
