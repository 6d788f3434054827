// Where the bytes of a checkpoint go, and where they come from.
#pragma once

#include "core/byte_sink.h"
#include "core/last_error.h"
#include "dlopt/state.h"

#include <cstddef>

namespace dlopt {

inline constexpr int64_t kUnknownSize = DLOPT_SIZE_UNKNOWN;

// Gives as many bytes as it is asked for; fewer only at the end.
struct byte_source {
  dlopt_status (*read)(void* self, void* to, size_t n, size_t& got) noexcept;
  void* self;
  int64_t size;                                        // of all; kUnknownSize
  dlopt_status get(void* to, size_t n) const noexcept; // all of them, or DLOPT_ERR_CORRUPT
};

// Through the caller's callbacks.
byte_sink sink_of(const dlopt_sink& callbacks) noexcept;
byte_source source_of(const dlopt_source& callbacks) noexcept;

// A block of memory.
struct memory_writer {
  char* to;
  size_t room, used;
};
struct memory_reader {
  const char* from;
  size_t left;
};
byte_sink sink_of(memory_writer& writer) noexcept;
byte_source source_of(memory_reader& reader) noexcept;

} // namespace dlopt
