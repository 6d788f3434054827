// Text for people: nothing in it but characters that a terminal shows, and lines of at most 100 columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dlopt::inspect {

inline constexpr size_t kColumns = 100;

// Anybody's text, made safe: control characters and those that turn the direction of writing become \uXXXX, a backslash two, bytes that are
// no UTF-8 the replacement character.
std::string shown(std::string_view text);
// The same as a string of JSON, quotes included.
std::string json_string(std::string_view text);

size_t width_of(const std::string& text) noexcept; // in code points
// Cut to so many columns, with dots for what is missing.
std::string fitted(const std::string& text, size_t columns);
// Filled with spaces, behind it or before it.
std::string padded(const std::string& text, size_t columns);
std::string right(const std::string& text, size_t columns);
std::string grouped(uint64_t number); // 1,234,567

// Prints words with a space between two; lines that follow are indented.
class wrapped_line {
public:
  wrapped_line(const std::string& begin, size_t indent);
  ~wrapped_line();
  wrapped_line(const wrapped_line&) = delete;
  wrapped_line& operator=(const wrapped_line&) = delete;
  void add(const std::string& word);

private:
  size_t indent_, column_;
};

} // namespace dlopt::inspect
