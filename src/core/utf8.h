// Names that callers give to things.
#pragma once

namespace dlopt {

// Well-formed UTF-8 (RFC 3629: no overlong forms, surrogates or code points past U+10FFFF) without control characters.
bool is_clean_utf8(const char* text) noexcept;

} // namespace dlopt
