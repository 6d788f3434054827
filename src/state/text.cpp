#include "state/text.h"

#include "core/last_error.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace dlopt {

void text_builder::whole(int64_t value) noexcept {
  char digits[24], *first = digits + sizeof digits;
  uint64_t left = value < 0 ? 0 - uint64_t(value) : uint64_t(value);
  do *--first = char('0' + left % 10);
  while (left /= 10);
  if (value < 0) *--first = '-';
  add(first, size_t(digits + sizeof digits - first));
}

void text_builder::real(double value) noexcept {
  const bool whole_number = std::fabs(value) < 0x1p53 && value == std::floor(value) && !(value == 0 && std::signbit(value));
  if (whole_number) whole(int64_t(value));
  else add(number(value).text());
}

bool read_whole(text_piece text, int64_t& value) noexcept {
  const bool negative = text.length && *text.begin == '-';
  const size_t first = negative;
  if (first == text.length) return false;
  int64_t read = 0;
  for (size_t i = first; i < text.length; ++i) {
    const int digit = text.begin[i] - '0';
    if (digit < 0 || digit > 9) return false;
    if (__builtin_mul_overflow(read, 10, &read) || __builtin_sub_overflow(read, digit, &read)) return false;
  }
  if (negative) value = read;
  return negative || !__builtin_sub_overflow(int64_t(0), read, &value);
}

namespace {

// strtod wants the decimal point of the caller's locale.
bool localise(text_piece text, char (&to)[48]) noexcept {
  char sample[8];
  std::snprintf(sample, sizeof sample, "%.1f", 0.5);
  const size_t point = std::strlen(sample) - 2;
  size_t length = 0;
  for (size_t i = 0; i < text.length; ++i) {
    if (length + point + 1 >= sizeof to) return false;
    if (text.begin[i] != '.') to[length++] = text.begin[i];
    else {
      std::memcpy(to + length, sample + 1, point);
      length += point;
    }
  }
  to[length] = 0;
  return true;
}

// strtod also takes white space, hexadecimal digits and names of NaNs.
bool is_plain(text_piece text) noexcept {
  const bool negative = text.length && *text.begin == '-';
  const text_piece magnitude = {text.begin + negative, text.length - negative};
  if (magnitude.is("inf") || magnitude.is("nan")) return true;
  if (!magnitude.length || *magnitude.begin < '0' || *magnitude.begin > '9') return false;
  for (size_t i = 0; i < magnitude.length; ++i)
    if (!std::memchr("0123456789.e+-", magnitude.begin[i], 14)) return false;
  return true;
}

} // namespace

bool read_real(text_piece text, double& value) noexcept {
  char local[48], *end = nullptr;
  if (!is_plain(text) || !localise(text, local)) return false;
  value = std::strtod(local, &end);
  return !*end;
}

} // namespace dlopt
