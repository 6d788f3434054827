// A buffer of any element type at any byte offset, filled from and read as doubles, with its dlopt_tensor.
#pragma once

#include "half.h"

#include <dlopt.h>

#include <cassert>
#include <cstdint>
#include <cstring>
#include <vector>

namespace dlopt_test {

using numbers = std::vector<double>;

inline size_t size_of(dlopt_dtype dtype) {
  if (dtype == DLOPT_DTYPE_I8 || dtype == DLOPT_DTYPE_U8) return 1;
  return dtype == DLOPT_DTYPE_F64 ? 8 : dtype == DLOPT_DTYPE_F32 ? 4 : 2;
}

inline const char* name_of(dlopt_dtype dtype) {
  static const char* const names[] = {"", "f64", "f32", "f16", "bf16"};
  return names[dtype];
}

class buffer {
public:
  // `offset` bytes past a 64-byte boundary.
  buffer(dlopt_dtype dtype, const numbers& values, size_t offset = 0)
      : dtype_(dtype), count_(int64_t(values.size())), storage_(values.size() * size_of(dtype) + 128 + offset) {
    first_ = 64 - (reinterpret_cast<uintptr_t>(storage_.data()) & 63) + offset;
    assign(values);
  }
  buffer(const buffer&) = delete; // the offset holds for this storage only
  buffer(buffer&&) = default;     // moving a vector keeps its storage
  buffer& operator=(buffer&&) = default;

  void assign(const numbers& values) {
    for (size_t i = 0; i < values.size(); i++) store(i, values[i]);
  }
  numbers values() const {
    numbers out(size_t(count_), 0.0);
    for (size_t i = 0; i < out.size(); i++) out[i] = load(i);
    return out;
  }
  unsigned char* data() { return storage_.data() + first_; }
  const unsigned char* data() const { return storage_.data() + first_; }
  size_t bytes() const { return size_t(count_) * size_of(dtype_); }
  dlopt_dtype dtype() const { return dtype_; }

  dlopt_tensor tensor() {
    dlopt_tensor t;
    const dlopt_status status = dlopt_tensor_init(&t, sizeof t, data(), dtype_, 1, &count_);
    assert(status == DLOPT_OK);
    (void)status;
    return t;
  }
  // Numbers that the encoders of half.h do not take.
  enum special { quiet_nan, infinity, minus_infinity };
  void store_bits(size_t i, special what) {
    static const uint64_t f64[] = {0x7ff8000000000000u, 0x7ff0000000000000u, 0xfff0000000000000u};
    static const uint32_t f32[] = {0x7fc00000u, 0x7f800000u, 0xff800000u};
    static const uint16_t f16[] = {0x7e00, 0x7c00, 0xfc00}, bf16[] = {0x7fc0, 0x7f80, 0xff80};
    const void* bits = dtype_ == DLOPT_DTYPE_F64   ? static_cast<const void*>(&f64[what])
                       : dtype_ == DLOPT_DTYPE_F32 ? static_cast<const void*>(&f32[what])
                       : dtype_ == DLOPT_DTYPE_F16 ? static_cast<const void*>(&f16[what])
                                                   : static_cast<const void*>(&bf16[what]);
    std::memcpy(data() + i * size_of(dtype_), bits, size_of(dtype_));
  }

  // The tensor of a parameter that has no gradient in this step.
  dlopt_tensor absent() {
    dlopt_tensor t = tensor();
    t.data = nullptr;
    return t;
  }

private:
  void store(size_t i, double value) {
    unsigned char* at = data() + i * size_of(dtype_);
    const float single = float(value);
    const uint16_t half = dtype_ == DLOPT_DTYPE_F16 ? encode_f16(value) : encode_bf16(value);
    if (dtype_ == DLOPT_DTYPE_F64) std::memcpy(at, &value, 8);
    else if (dtype_ == DLOPT_DTYPE_F32) std::memcpy(at, &single, 4);
    else std::memcpy(at, &half, 2);
  }
  double load(size_t i) const {
    const unsigned char* at = data() + i * size_of(dtype_);
    double wide;
    float single;
    uint16_t half;
    if (dtype_ == DLOPT_DTYPE_F64) return std::memcpy(&wide, at, 8), wide;
    if (dtype_ == DLOPT_DTYPE_F32) return std::memcpy(&single, at, 4), single;
    std::memcpy(&half, at, 2);
    return dtype_ == DLOPT_DTYPE_F16 ? decode_f16(half) : decode_bf16(half);
  }

  dlopt_dtype dtype_;
  int64_t count_;
  std::vector<unsigned char> storage_;
  size_t first_;
};

} // namespace dlopt_test
