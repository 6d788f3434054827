// Compiled once, not for each instruction set: gathers are no faster than these loads, where there are any.
#include "drivers/stored_states.h"
#include "lanes/dynamic_code.h"

#include <cstring>

namespace dlopt {

namespace {

template <bool Signed> constexpr dynamic_code_book<Signed> kBook = dynamic_code::make<Signed>();

// Four at a time, two to a store: one-word stores would take as long as the loads.
template <class Index> void look_up(const void* words, const Index* at, int64_t n, void* to) noexcept {
  const auto word = [&](int64_t i) {
    uint32_t found;
    std::memcpy(&found, static_cast<const char*>(words) + 4 * size_t(at[i]), sizeof found);
    return found;
  };
  char* const out = static_cast<char*>(to);
  int64_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const uint32_t four[] = {word(i), word(i + 1), word(i + 2), word(i + 3)};
    std::memcpy(out + 4 * i, four, sizeof four);
  }
  for (; i < n; ++i) {
    const uint32_t one = word(i);
    std::memcpy(out + 4 * i, &one, sizeof one);
  }
}

} // namespace

template <bool Signed> void look_up_values(const uint8_t* codes, int64_t n, float* to) noexcept {
  look_up(kBook<Signed>.values, codes, n, to);
}
template void look_up_values<true>(const uint8_t*, int64_t, float*) noexcept;
template void look_up_values<false>(const uint8_t*, int64_t, float*) noexcept;

template <bool Signed> void look_up_buckets(const uint16_t* buckets, int64_t n, uint32_t* found) noexcept {
  look_up(kBook<Signed>.buckets, buckets, n, found);
}
template void look_up_buckets<true>(const uint16_t*, int64_t, uint32_t*) noexcept;
template void look_up_buckets<false>(const uint16_t*, int64_t, uint32_t*) noexcept;

} // namespace dlopt
