// Compiled once, not for each instruction set: gathers are no faster than these loads, where there are any.
#include "drivers/stored_states.h"
#include "lanes/dynamic_code.h"

namespace dlopt {

namespace {
template <bool Signed> constexpr dynamic_code_book<Signed> kBook = dynamic_code::make<Signed>();
} // namespace

template <bool Signed> void look_up_values(const uint8_t* codes, int64_t n, float* to) noexcept {
  for (int64_t i = 0; i < n; ++i) to[i] = kBook<Signed>.values[codes[i]];
}
template void look_up_values<true>(const uint8_t*, int64_t, float*) noexcept;
template void look_up_values<false>(const uint8_t*, int64_t, float*) noexcept;

template <bool Signed> void look_up_buckets(const uint16_t* buckets, int64_t n, uint32_t* found) noexcept {
  for (int64_t i = 0; i < n; ++i) found[i] = kBook<Signed>.buckets[buckets[i]];
}
template void look_up_buckets<true>(const uint16_t*, int64_t, uint32_t*) noexcept;
template void look_up_buckets<false>(const uint16_t*, int64_t, uint32_t*) noexcept;

} // namespace dlopt
