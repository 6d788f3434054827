// Structures that cross the boundary: they start with struct_size and grow only at their end.
#pragma once

#include "core/last_error.h"
#include "dlopt/kernel.h"
#include "dlopt/monitor.h"
#include "dlopt/state.h"
#include "dlopt/step.h"

#include <cstddef>
#include <cstring>

namespace dlopt {

// The size of a structure in its first release; a row for each that has grown since.
template <class Struct> inline constexpr size_t kFirstSize = sizeof(Struct);
template <> inline constexpr size_t kFirstSize<dlopt_state_info> = offsetof(dlopt_state_info, moment);
template <> inline constexpr size_t kFirstSize<dlopt_param_desc> = offsetof(dlopt_param_desc, master);
template <> inline constexpr size_t kFirstSize<dlopt_step_desc> = offsetof(dlopt_step_desc, applied_step) + sizeof(int64_t);
template <> inline constexpr size_t kFirstSize<dlopt_kernel_buffers> = offsetof(dlopt_kernel_buffers, flags) + sizeof(uint32_t);
template <> inline constexpr size_t kFirstSize<dlopt_stats> = offsetof(dlopt_stats, update_norm);
template <> inline constexpr size_t kFirstSize<dlopt_load_desc> = offsetof(dlopt_load_desc, pieces);
template <> inline constexpr size_t kFirstSize<dlopt_rows> = offsetof(dlopt_rows, indices) + sizeof(const int64_t*);

// Whether some version has, or may have, a structure of so many bytes.
template <class Struct> bool is_size(size_t bytes) noexcept {
  return bytes <= 65536 && (bytes >= sizeof(Struct) || (bytes >= kFirstSize<Struct> && bytes % alignof(Struct) == 0));
}

// Takes what an older or newer caller's structure holds; fields that it has not got stay as they are in `known`. Bytes beyond what this
// library knows must be zero.
template <class Struct> dlopt_status take(const Struct* from, Struct& known, const char* argument) noexcept {
  if (!from) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a structure", argument);
  const size_t bytes = from->struct_size, both = bytes < sizeof(Struct) ? bytes : sizeof(Struct);
  if (!is_size<Struct>(bytes))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: struct_size: got %zu, wanted %zu", argument, bytes, sizeof(Struct));
  const char* tail = reinterpret_cast<const char*>(from) + both;
  for (size_t i = 0; i < bytes - both; ++i)
    if (tail[i])
      return fail(DLOPT_ERR_UNSUPPORTED, "%s: got fields set that this version (%d.%d) does not know, wanted zeros", argument,
                  DLOPT_VERSION_MAJOR, DLOPT_VERSION_MINOR);
  std::memcpy(&known, from, both);
  return DLOPT_OK;
}

// Fills the caller's structure as far as it goes, with zeros beyond what this library knows; keeps its struct_size.
template <class Struct> dlopt_status give(const Struct& known, Struct* to, const char* argument) noexcept {
  if (!to) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a structure", argument);
  const size_t bytes = to->struct_size, both = bytes < sizeof(Struct) ? bytes : sizeof(Struct);
  if (!is_size<Struct>(bytes))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: struct_size: got %zu, wanted %zu (set it before the call)", argument, bytes,
                sizeof(Struct));
  std::memcpy(to, &known, both);
  std::memset(reinterpret_cast<char*>(to) + both, 0, bytes - both);
  to->struct_size = uint32_t(bytes);
  return DLOPT_OK;
}

// The _init functions: as give, for a structure of `struct_size` bytes whose contents are still anything.
template <class Struct> dlopt_status init(const Struct& defaults, Struct* to, size_t struct_size, const char* argument) noexcept {
  if (!to) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted a structure", argument);
  if (!is_size<Struct>(struct_size))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of %s: got %zu, wanted %zu", argument, struct_size, sizeof(Struct));
  to->struct_size = uint32_t(struct_size);
  return give(defaults, to, argument);
}

} // namespace dlopt
