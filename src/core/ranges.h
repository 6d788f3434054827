// Ranges of addresses, and the search for two that overlap.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dlopt {

struct address_range {
  uintptr_t first, past;
  bool written;
  size_t argument; // index among the tensors of the call
};

struct range_pair {
  const address_range *a, *b; // nullptr: none
};

// Two ranges that overlap, at least one of them written; it sorts them by address on the way.
range_pair find_overlap(address_range* begin, address_range* end) noexcept;

} // namespace dlopt
