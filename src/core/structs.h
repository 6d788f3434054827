// Structures that cross the boundary: they start with struct_size and grow only at their end.
#pragma once

#include "core/last_error.h"

#include <cstddef>
#include <cstring>

namespace dlopt {

// A structure whose caller knows at least its struct_size and everything up to the fields of 0.1 is accepted; that is the whole structure
// now. Bytes beyond what this library knows must be zero.
template <class Struct> dlopt_status take(const Struct* from, Struct& known, const char* argument) noexcept {
  if (!from) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a structure", argument);
  const size_t bytes = from->struct_size;
  if (bytes < sizeof(Struct))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: struct_size: got %zu, wanted at least %zu", argument, bytes, sizeof(Struct));
  if (bytes > 65536) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: struct_size: got %zu, wanted at most 65536", argument, bytes);
  const char* tail = reinterpret_cast<const char*>(from) + sizeof(Struct);
  for (size_t i = 0; i < bytes - sizeof(Struct); ++i)
    if (tail[i])
      return fail(DLOPT_ERR_UNSUPPORTED, "%s: got fields set that this version (%d.%d) does not know, wanted zeros", argument,
                  DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR);
  std::memcpy(&known, from, sizeof(Struct));
  return DLOPT_OK;
}

// Fills the caller's structure with what this library knows, and zeros beyond; keeps its struct_size.
template <class Struct> dlopt_status give(const Struct& known, Struct* to, const char* argument) noexcept {
  if (!to) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a structure", argument);
  const size_t bytes = to->struct_size;
  if (bytes < sizeof(Struct) || bytes > 65536)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: struct_size: got %zu, wanted %zu (set it before the call)", argument, bytes,
                sizeof(Struct));
  std::memcpy(to, &known, sizeof(Struct));
  std::memset(reinterpret_cast<char*>(to) + sizeof(Struct), 0, bytes - sizeof(Struct));
  to->struct_size = uint32_t(bytes);
  return DLOPT_OK;
}

// The _init functions: as give, for a structure of `struct_size` bytes whose contents are still anything.
template <class Struct> dlopt_status init(const Struct& defaults, Struct* to, size_t struct_size, const char* argument) noexcept {
  if (!to) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a structure", argument);
  if (struct_size < sizeof(Struct) || struct_size > 65536)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of %s: got %zu, wanted %zu", argument, struct_size, sizeof(Struct));
  to->struct_size = uint32_t(struct_size);
  return give(defaults, to, argument);
}

} // namespace dlopt
