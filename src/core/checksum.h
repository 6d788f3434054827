// XXH3 of 64 bits: tells damage, not malice.
#pragma once

#include <cstddef>
#include <cstdint>

namespace dlopt {

class checksum {
public:
  checksum() noexcept;
  void add(const void* bytes, size_t n) noexcept;
  uint64_t value() const noexcept;

private:
  alignas(64) unsigned char state_[576];
};

uint64_t checksum_of(const void* bytes, size_t n) noexcept;

// Sixteen hexadecimal digits and a zero.
struct checksum_text {
  explicit checksum_text(uint64_t value) noexcept;
  char text[17];
};

} // namespace dlopt
