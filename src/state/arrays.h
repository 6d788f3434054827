// All arrays that an optimizer keeps, as tensors of a checkpoint. Who keeps another one adds it here.
#pragma once

#include "core/optimizer.h"
#include "state/format.h"

namespace dlopt {

// What numbers an array may hold.
enum class kept_values {
  any,      // of whatever sign
  positive, // or zero
  bits,     // whole numbers: all of them mean something
  late      // bits of states that the slot has
};

struct kept_array_info {
  size_t slot; // kSharedNumbers: of all
  const char* name;
  const char* ending; // of the name
  dlopt_dtype dtype;
  int32_t ndim;
  const int64_t* shape;
  void* data;
  size_t bytes;
  kept_values values;
  size_t number;   // in the order of the list
  bool configured; // by the caller: no state
  int32_t wrapper; // that keeps it; -1: none
  int64_t block;   // elements that one number is for
};

inline constexpr size_t kSharedNumbers = SIZE_MAX;

// In the order of slots; nothing of those that are removed. false: memory is short.
[[nodiscard]] bool list_arrays(const dlopt_optimizer& o, array<kept_array_info>& all) noexcept;

// Its name in a checkpoint, for a parameter of that name.
key_text tensor_name(const kept_array_info& its, const char* param) noexcept;

} // namespace dlopt
