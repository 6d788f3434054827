// Text that grows. What does not fit in memory is dropped, and told at the end.
#pragma once

#include "core/array.h"

#include <cstring>

namespace dlopt {

class text_builder {
public:
  explicit text_builder(dlopt_runtime& runtime) noexcept : bytes_(runtime) {}

  void add(const char* text, size_t n) noexcept {
    if (failed_ || bytes_.count() > SIZE_MAX - n || !bytes_.reserve(bytes_.count() + n)) {
      failed_ = true;
      return;
    }
    if (n) std::memcpy(bytes_.end(), text, n);
    bytes_.set_count(bytes_.count() + n);
  }
  void add(const char* text) noexcept { add(text, std::strlen(text)); }
  void add(char one) noexcept { add(&one, 1); }
  void whole(int64_t number) noexcept;
  void real(double number) noexcept; // reads back exactly
  void clear() noexcept { bytes_.set_count(0); }

  bool failed() const noexcept { return failed_; } // memory was short
  const char* begin() const noexcept { return bytes_.begin(); }
  size_t count() const noexcept { return bytes_.count(); }

private:
  array<char> bytes_;
  bool failed_ = false;
};

// A piece of somebody else's text.
struct text_piece {
  const char* begin;
  size_t length;
  bool is(const char* text) const noexcept { return std::strlen(text) == length && !std::memcmp(begin, text, length); }
};

// Numbers as text_builder writes them, to the last byte of the piece; false for anything else.
[[nodiscard]] bool read_whole(text_piece text, int64_t& number) noexcept;
[[nodiscard]] bool read_real(text_piece text, double& number) noexcept;

} // namespace dlopt
