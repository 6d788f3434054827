#include "core/last_error.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace dlopt {

namespace {
constexpr size_t kErrorBytes = 512;
thread_local char error_text[kErrorBytes];

// Removes the bytes of a UTF-8 character that was cut in the middle.
void drop_cut_character(char* text, size_t length) {
  size_t start = length;
  while (start > 0 && (text[start - 1] & 0xc0) == 0x80) --start;
  if (start > 0 && (text[start - 1] & 0x80)) --start;
  text[start] = 0;
}
// printf writes the decimal point of the caller's locale, which may be a comma or even several bytes.
void replace_decimal_point(char* text) {
  char* to = text;
  for (const char* from = text; *from; ++from) {
    const bool plain = (*from >= '0' && *from <= '9') || (*from >= 'a' && *from <= 'z') || *from == '-' || *from == '+';
    if (plain) *to++ = *from;
    else if (to[-1] != '.') *to++ = '.'; // a point never comes first
  }
  *to = 0;
}

} // namespace

dlopt_status fail(dlopt_status status, const char* format, ...) noexcept {
  va_list arguments;
  va_start(arguments, format);
  const int wanted = std::vsnprintf(error_text, kErrorBytes, format, arguments);
  va_end(arguments);
  if (wanted >= int(kErrorBytes)) drop_cut_character(error_text, kErrorBytes - 1);
  return status;
}

const char* last_error() noexcept { return error_text; }

number::number(double value) noexcept {
  for (int digits = 1; digits <= 17; ++digits) {
    std::snprintf(text_, sizeof text_, "%.*g", digits, value);
    if (std::strtod(text_, nullptr) == value || value != value) break;
  }
  replace_decimal_point(text_);
}

quoted::quoted(const char* string) noexcept {
  if (!string) {
    std::strcpy(text_, "NULL");
    return;
  }
  size_t length = 0;
  text_[length++] = '"';
  for (; *string && length < 61; ++string) text_[length++] = *string >= ' ' && *string <= '~' ? *string : '?';
  std::strcpy(text_ + length, *string ? "...\"" : "\"");
}

void name_list::add(const char* name) noexcept {
  const size_t bytes = std::strlen(name);
  if (length_ + bytes + 3 > sizeof text_) return;
  if (length_) {
    std::memcpy(text_ + length_, ", ", 2);
    length_ += 2;
  }
  std::memcpy(text_ + length_, name, bytes + 1);
  length_ += bytes;
}

} // namespace dlopt
