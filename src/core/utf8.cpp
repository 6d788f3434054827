#include "core/utf8.h"

#include <cstdint>

namespace dlopt {

bool is_clean_utf8(const char* text) noexcept {
  for (auto s = reinterpret_cast<const unsigned char*>(text); *s;) {
    const unsigned lead = *s++;
    if (lead < 0x20 || lead == 0x7f) return false;
    if (lead < 0x80) continue;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4) return false;
    uint32_t code = lead & (0x3fu >> more);
    for (int i = 0; i < more; ++i, ++s) {
      if ((*s & 0xc0) != 0x80) return false;
      code = code << 6 | (*s & 0x3fu);
    }
    constexpr uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
    if (code < smallest[more] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}

} // namespace dlopt
