// Where arrays of the optimizer begin.
#pragma once

#include <cstddef>

namespace dlopt {

// Arrays that start at the same place of different pages get in each other's way: stores hold up loads whose addresses end alike. And
// arrays a power of two apart keep the same banks of the memory busy, which has made a step of 64M parameters 1.4 times as long. So a gap
// goes before each state, of more than a page before large ones; before the first, too, because the caller's large buffers lie at the
// beginning of a page.
inline constexpr size_t kPage = 4096, kGap = 1472;
inline size_t gap_before(size_t bytes) noexcept {
  if (bytes < kPage) return 0;
  return bytes < size_t(1) << 20 ? kGap : kPage + kGap;
}

} // namespace dlopt
