#include "core/checksum.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>
#include <new>

namespace dlopt {

namespace {
static_assert(sizeof(XXH3_state_t) == 576 && alignof(XXH3_state_t) == 64);
XXH3_state_t* state_in(unsigned char* bytes) noexcept { return reinterpret_cast<XXH3_state_t*>(bytes); }
} // namespace

checksum::checksum() noexcept { XXH3_64bits_reset(new (state_) XXH3_state_t); }
void checksum::add(const void* bytes, size_t n) noexcept { XXH3_64bits_update(state_in(state_), bytes, n); }
uint64_t checksum::value() const noexcept { return XXH3_64bits_digest(state_in(const_cast<unsigned char*>(state_))); }

uint64_t checksum_of(const void* bytes, size_t n) noexcept { return XXH3_64bits(bytes, n); }

checksum_text::checksum_text(uint64_t value) noexcept { std::snprintf(text, sizeof text, "%016llx", (unsigned long long)value); }

} // namespace dlopt
