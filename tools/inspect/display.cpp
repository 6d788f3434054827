#include "display.h"

#include <cstdio>

namespace dlopt::inspect {

namespace {

constexpr uint32_t kReplacement = 0xfffd;

// The character that begins here, and how many bytes it takes.
uint32_t decode(std::string_view text, size_t at, size_t& bytes) noexcept {
  const auto byte = [&](size_t i) { return uint32_t(static_cast<unsigned char>(text[i])); };
  const uint32_t lead = byte(at);
  bytes = 1;
  if (lead < 0x80) return lead;
  const size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4 || text.size() - at <= more) return kReplacement;
  uint32_t code = lead & (0x3fu >> more);
  for (size_t i = 1; i <= more; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return kReplacement;
    code = code << 6 | (byte(at + i) & 0x3f);
  }
  constexpr uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[more] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return kReplacement;
  bytes = more + 1;
  return code;
}

// Control characters, line ends of Unicode, marks that turn the direction, and the invisible ones.
bool is_hidden(uint32_t c) noexcept {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (size_t at = 0, bytes = 0; at < text.size(); at += bytes) {
    const uint32_t c = decode(text, at, bytes);
    char code[8];
    std::snprintf(code, sizeof code, "\\u%04x", c & 0xffff);
    if (is_hidden(c)) out += code;
    else if (c == '\\') out += "\\\\";
    else if (c == '"' && quotes) out += "\\\"";
    else if (c == kReplacement) out += "\xef\xbf\xbd";
    else out += text.substr(at, bytes);
  }
  return out;
}

bool begins_character(char c) noexcept { return (c & 0xc0) != 0x80; }

} // namespace

std::string shown(std::string_view text) { return escaped(text, false); }
std::string json_string(std::string_view text) { return '"' + escaped(text, true) + '"'; }

size_t width_of(const std::string& text) noexcept {
  size_t width = 0;
  for (char c : text) width += begins_character(c);
  return width;
}

std::string fitted(const std::string& text, size_t columns) {
  if (width_of(text) <= columns) return text;
  size_t at = 0;
  for (size_t width = 0; width < columns - 2; ++at) width += begins_character(text[at]);
  return text.substr(0, at - 1) + "...";
}

std::string padded(const std::string& text, size_t columns) {
  const size_t width = width_of(text);
  return width < columns ? text + std::string(columns - width, ' ') : text;
}

std::string right(const std::string& text, size_t columns) {
  const size_t width = width_of(text);
  return width < columns ? std::string(columns - width, ' ') + text : text;
}

std::string grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

wrapped_line::wrapped_line(const std::string& begin, size_t indent) : indent_(indent), column_(width_of(begin)) {
  std::fputs(begin.c_str(), stdout);
}
wrapped_line::~wrapped_line() { std::putchar('\n'); }

void wrapped_line::add(const std::string& word) {
  const std::string text = fitted(word, kColumns - indent_ - 1);
  const size_t width = width_of(text);
  if (column_ + 1 + width > kColumns) {
    std::printf("\n%*s", int(indent_), "");
    column_ = indent_;
  }
  std::printf(" %s", text.c_str());
  column_ += 1 + width;
}

} // namespace dlopt::inspect
