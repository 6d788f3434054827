#include "drivers/spacing.h"

#include "drivers/staging.h"

#include <cstring>

namespace dlopt {

namespace {

// Calls visit(an element's bits) in the type that has as many as one of this dtype.
template <class Visit> void with_bits_of(dlopt_dtype dtype, Visit visit) {
  switch (bytes_of(dtype)) {
  case 8: return visit(uint64_t());
  case 4: return visit(uint32_t());
  case 2: return visit(uint16_t());
  default: return visit(uint8_t());
  }
}

// Calls visit(element as it lies in its buffer, its number in the range) for each element. A unit of one element, which is the usual one
// where structures are interleaved, needs no loop of its own. By value, because what is written could else be the spacing itself.
template <class Bits, class Byte, class Visit>
void for_each_element(Byte* data, element_spacing spacing, int64_t first, int64_t n, Visit visit) {
  if (spacing.unit == 1) {
    const int64_t stride = spacing.stride * int64_t(sizeof(Bits));
    for (int64_t i = 0; i < n; ++i) visit(data + (first + i) * stride, i);
    return;
  }
  for_each_unit(spacing, first, n, [&](int64_t place, int64_t done, int64_t count) {
    for (int64_t i = 0; i < count; ++i) visit(data + (place + i) * int64_t(sizeof(Bits)), done + i);
  });
}

} // namespace

void gather(const void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n, void* to) noexcept {
  with_bits_of(dtype, [&](auto bits) {
    constexpr int64_t size = sizeof bits;
    for_each_element<decltype(bits)>(static_cast<const char*>(data), spacing, first, n, [to](const char* element, int64_t i) {
      std::memcpy(static_cast<char*>(to) + i * size, element, size_t(size));
    });
  });
}

void scatter(const void* from, int64_t n, void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first) noexcept {
  with_bits_of(dtype, [&](auto bits) {
    constexpr int64_t size = sizeof bits;
    for_each_element<decltype(bits)>(static_cast<char*>(data), spacing, first, n, [from](char* element, int64_t i) {
      std::memcpy(element, static_cast<const char*>(from) + i * size, size_t(size));
    });
  });
}

void clear_elements(void* data, dlopt_dtype dtype, const element_spacing& spacing, int64_t first, int64_t n) noexcept {
  if (!spacing.has_gaps()) {
    std::memset(element(data, dtype, first), 0, size_t(n * bytes_of(dtype)));
    return;
  }
  with_bits_of(dtype, [&](auto bits) {
    for_each_element<decltype(bits)>(static_cast<char*>(data), spacing, first, n,
                                     [](char* element, int64_t) { std::memset(element, 0, sizeof bits); });
  });
}

} // namespace dlopt
