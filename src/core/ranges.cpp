#include "core/ranges.h"

#include <algorithm>

namespace dlopt {

range_pair find_overlap(address_range* begin, address_range* end) noexcept {
  std::sort(begin, end, [](const address_range& a, const address_range& b) { return a.first < b.first; });
  // Going up, the read range and the written range that reach furthest are the only ones that a later range can overlap first.
  const address_range* read = nullptr;
  const address_range* written = nullptr;
  for (const address_range* r = begin; r != end; ++r) {
    if (written && written->past > r->first) return {written, r};
    if (r->written && read && read->past > r->first) return {r, read};
    const address_range*& furthest = r->written ? written : read;
    if (!furthest || r->past > furthest->past) furthest = r;
  }
  return {nullptr, nullptr};
}

} // namespace dlopt
