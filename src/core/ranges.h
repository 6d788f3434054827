// Ranges of addresses, and the search for two that overlap.
#pragma once

#include "core/array.h"
#include "drivers/spacing.h"

#include <cstddef>
#include <cstdint>

namespace dlopt {

struct address_range {
  uintptr_t first, past;
  bool written;
  size_t argument;      // index among the tensors of the call
  uintptr_t unit = 0;   // bytes of the elements that lie side by side between gaps; 0: there are no gaps
  uintptr_t stride = 0; // bytes from the beginning of a unit to that of the next
};

// Of a buffer of the caller.
address_range range_of(const void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t numel, bool written,
                       size_t argument) noexcept;
inline void add_unless_empty(array<address_range>& ranges, const address_range& range) noexcept {
  if (range.first && range.first < range.past) ranges.add(range);
}

struct range_pair {
  const address_range *a, *b; // nullptr: none
};

// Whether two may share memory. Of those with gaps that reach into each other, only such with the same stride are told apart, by where
// their units lie in it.
bool overlap(const address_range& a, const address_range& b) noexcept;

// What an error wants instead.
const char* wanted_of(const address_range& a, const address_range& b) noexcept;

// Two ranges that overlap, at least one of them written; it sorts them by address on the way.
range_pair find_overlap(address_range* begin, address_range* end) noexcept;

} // namespace dlopt
