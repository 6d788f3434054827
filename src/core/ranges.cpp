#include "core/ranges.h"

#include "drivers/staging.h"

#include <algorithm>

namespace dlopt {

address_range range_of(const void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t numel, bool written,
                       size_t argument) noexcept {
  const auto first = reinterpret_cast<uintptr_t>(data), bytes = uintptr_t(bytes_of(dtype));
  address_range range = {first, first + uintptr_t(spacing.reach(numel)) * bytes, written, argument};
  if (spacing.has_gaps()) range.unit = uintptr_t(spacing.unit) * bytes, range.stride = uintptr_t(spacing.stride) * bytes;
  return range;
}

bool overlap(const address_range& a, const address_range& b) noexcept {
  if (a.first >= b.past || b.first >= a.past) return false;
  if (!a.unit || !b.unit || a.stride != b.stride) return true;
  const address_range &low = a.first < b.first ? a : b, &high = a.first < b.first ? b : a;
  const uintptr_t phase = (high.first - low.first) % a.stride;
  return phase < low.unit || phase + high.unit > a.stride;
}

const char* wanted_of(const address_range& a, const address_range& b) noexcept {
  return a.unit || b.unit ? "buffers that do not overlap, or lie in each other's gaps with one stride in bytes"
                          : "buffers that do not overlap";
}

namespace {

bool collide(const address_range& a, const address_range& b) noexcept { return (a.written || b.written) && overlap(a, b); }

} // namespace

range_pair find_overlap(address_range* begin, address_range* end) noexcept {
  std::sort(begin, end, [](const address_range& a, const address_range& b) { return a.first < b.first; });
  // Going up, the read range and the written range without gaps that reach furthest are the only ones that a later range can overlap first.
  const address_range* read = nullptr;
  const address_range* written = nullptr;
  for (const address_range* r = begin; r != end; ++r) {
    if (written && written->past > r->first) return {written, r};
    if (r->written && read && read->past > r->first) return {r, read};
    // Those with gaps are few, and compared with all that lie between their ends.
    for (const address_range* other = r + 1; r->unit && other != end && other->first < r->past; ++other)
      if (collide(*r, *other)) return {r, other};
    if (r->unit) continue;
    const address_range*& furthest = r->written ? written : read;
    if (!furthest || r->past > furthest->past) furthest = r;
  }
  return {nullptr, nullptr};
}

} // namespace dlopt
