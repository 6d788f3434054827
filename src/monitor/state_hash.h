// The hash of all that decides the next steps of an optimizer.
#pragma once

#include "core/checksum.h"
#include "core/optimizer.h"

#include <cstring>

namespace dlopt {

// Numbers go in as little-endian bytes, texts and lists behind their lengths, so that no two contents have the same bytes.
class content_hash {
public:
  void add(uint64_t number) noexcept {
    unsigned char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<unsigned char>(number >> 8 * i);
    stream_.add(bytes, sizeof bytes);
  }
  void add(int64_t number) noexcept { add(uint64_t(number)); }
  void add(int32_t number) noexcept { add(uint64_t(int64_t(number))); }
  void add(uint32_t number) noexcept { add(uint64_t(number)); }
  void add(bool flag) noexcept { add(uint64_t(flag)); }
  void add(double number) noexcept {
    uint64_t bits;
    std::memcpy(&bits, &number, sizeof bits);
    add(bits);
  }
  void add(const char* text) noexcept {
    const size_t length = std::strlen(text);
    add(uint64_t(length));
    stream_.add(text, length);
  }
  void add(const double* numbers, size_t count) noexcept {
    add(uint64_t(count));
    for (size_t i = 0; i < count; ++i) add(numbers[i]);
  }
  uint64_t value() const noexcept { return stream_.value(); }

private:
  checksum stream_;
};

// settings_hash.cpp: all that is not an array: counters, groups with their schedules, wrappers; and of one slot.
void add_settings(content_hash& hash, const dlopt_optimizer& o) noexcept;
void add_slot_settings(content_hash& hash, const dlopt_optimizer& o, size_t index) noexcept;

// `params` may be nullptr.
dlopt_status hash_state(dlopt_optimizer& o, const dlopt_tensor* params, size_t count, uint64_t& hash) noexcept;

} // namespace dlopt
