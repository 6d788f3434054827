#include "state/format.h"

#include <cstdio>
#include <cstring>

namespace dlopt {

uint64_t checksum_of_entry(const char* key, const char* value) noexcept {
  checksum sum;
  sum.add(key, std::strlen(key) + 1);
  sum.add(value, std::strlen(value));
  return sum.value();
}

uint64_t checksum_of_tensor(const char* name, const tensor_type& type, const int64_t* shape, int32_t ndim) noexcept {
  checksum sum;
  sum.add(name, std::strlen(name) + 1);
  sum.add(type.name, std::strlen(type.name) + 1);
  sum.add(shape, size_t(ndim) * sizeof *shape);
  return sum.value();
}

void key_text::add(const char* text) noexcept {
  const size_t bytes = strnlen(text, kLongestKey - length_);
  std::memcpy(text_ + length_, text, bytes);
  cut(length_ + bytes);
}

void key_text::add(int64_t number) noexcept {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%lld", (long long)number);
  add(digits);
}

} // namespace dlopt
