#include "monitor/xxh3.h"

#define XXH_INLINE_ALL // nothing is exported, and no library is needed
#include <xxhash.h>

#include <new>

namespace dlopt {

uint64_t xxh3(const void* bytes, size_t count) noexcept { return XXH3_64bits(bytes, count); }

xxh3_stream::xxh3_stream() noexcept {
  static_assert(sizeof state_ == sizeof(XXH3_state_t) && alignof(xxh3_stream) >= alignof(XXH3_state_t));
  XXH3_64bits_reset(new (state_) XXH3_state_t);
}

void xxh3_stream::add(const void* bytes, size_t count) noexcept {
  XXH3_64bits_update(reinterpret_cast<XXH3_state_t*>(state_), bytes, count);
}

uint64_t xxh3_stream::value() const noexcept { return XXH3_64bits_digest(reinterpret_cast<const XXH3_state_t*>(state_)); }

} // namespace dlopt
