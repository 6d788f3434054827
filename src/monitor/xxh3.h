// XXH3-64 of bytes: at once, or piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dlopt {

uint64_t xxh3(const void* bytes, size_t count) noexcept;

class xxh3_stream {
public:
  xxh3_stream() noexcept;
  void add(const void* bytes, size_t count) noexcept;
  uint64_t value() const noexcept;

private:
  alignas(64) unsigned char state_[576]; // an XXH3_state_t, whose header stays in one file
};

} // namespace dlopt
