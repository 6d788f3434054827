// What stands where in a checkpoint of dlopt: a safetensors file whose metadata hold
//
//   dlopt.format, dlopt.library      versions, of this layout and of who wrote it
//   dlopt.optimizer                  rule, counters, mode
//   dlopt.group.G                    hyper-parameters of a group; .HYPER the schedule that one follows, and .HYPER.N its children
//   dlopt.wrapper.W, dlopt.scaler    fields, by name
//   dlopt.param.NAME                 a parameter as it was declared, and how far it is
//   dlopt.xxh3.TENSOR                XXH3-64 of a tensor's bytes
//   dlopt.xxh3                       of all that stands above, and of names, types and shapes of tensors, whatever their order
//
// beside keys of others, which do not begin with "dlopt." and are left alone,
// and whose tensors are NAME.STATE, NAME.NUMBER, and shared/NUMBER of numbers that all parameters share.
#pragma once

#include "core/checksum.h"
#include "state/tensor_types.h"

namespace dlopt {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tensors are written as they lie in memory");

inline constexpr int64_t kFormatVersion = 1;
inline constexpr const char* kFormatKey = "dlopt.format";
inline constexpr const char* kLibraryKey = "dlopt.library";
inline constexpr const char* kOptimizerKey = "dlopt.optimizer";
inline constexpr const char* kScalerKey = "dlopt.scaler";
inline constexpr const char* kChecksumKey = "dlopt.xxh3";
inline constexpr const char* kParamPrefix = "dlopt.param.";
inline constexpr const char* kChecksumPrefix = "dlopt.xxh3.";

// The longest key or name of a tensor: a prefix, the name of a parameter (1023 bytes), the name of a state.
inline constexpr size_t kLongestKey = 1200;

// What one entry, or one tensor, adds to the checksum of the header.
uint64_t checksum_of_entry(const char* key, const char* value) noexcept;
uint64_t checksum_of_tensor(const char* name, const tensor_type& type, const int64_t* shape, int32_t ndim) noexcept;

// A key or name put together of pieces.
class key_text {
public:
  explicit key_text(const char* prefix) noexcept { add(prefix); }
  key_text(const char* prefix, const char* rest) noexcept {
    add(prefix);
    add(rest);
  }
  void add(const char* text) noexcept;
  void add(int64_t number) noexcept;
  const char* text() const noexcept { return text_; }
  size_t length() const noexcept { return length_; }
  void cut(size_t length) noexcept { text_[length_ = length] = 0; }

private:
  char text_[kLongestKey + 1];
  size_t length_ = 0;
};

} // namespace dlopt
