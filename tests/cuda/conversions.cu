// Every conversion between a stored dtype and an arithmetic type: all numbers of 16 bits; of floats each 257th, which has every exponent
// and every pattern of the bits that rounding drops; of doubles a draw of all bits.
#include "check.h"
#include "device.h"
#include "drivers/conversion.h"
#include "drivers/dispatch.h"
#include "drivers/reduction.h"

#include "../rules/draw.h"

namespace dlopt_cuda {
namespace {

using namespace dlopt;

template <class Stored, class T> struct decode_work {
  const Stored* from;
  T* to;
  DLOPT_LANE void operator()(int64_t i) const { to[i] = widened<T>(from[i]); }
};
template <class Stored, class T> struct encode_work {
  const T* from;
  Stored* to;
  DLOPT_LANE void operator()(int64_t i) const { to[i] = narrowed_to<Stored>(from[i]); }
};

template <class T> std::vector<T> numbers_to_convert();
template <> std::vector<f16> numbers_to_convert<f16>() {
  std::vector<f16> all;
  for (uint32_t bits = 0; bits < 0x10000; ++bits) all.push_back({uint16_t(bits)});
  return all;
}
template <> std::vector<bf16> numbers_to_convert<bf16>() {
  std::vector<bf16> all;
  for (uint32_t bits = 0; bits < 0x10000; ++bits) all.push_back({uint16_t(bits)});
  return all;
}
template <> std::vector<float> numbers_to_convert<float>() {
  std::vector<float> some;
  for (uint64_t bits = 0; bits < 0x100000000u; bits += 257) some.push_back(float_of(uint32_t(bits)));
  return some;
}
template <> std::vector<double> numbers_to_convert<double>() {
  std::vector<double> some;
  dlopt_test::draw random(1);
  for (int i = 0; i < 1 << 22; ++i) {
    const uint64_t bits = random.bits();
    some.push_back(i % 2 ? value_of(bits) : double(float_of(uint32_t(bits))) * random.between(0.5, 1)); // half in the range of floats
  }
  return some;
}

template <class Stored, class T> void check_decode(const char* name, dlopt_dtype dtype) {
  check result(name);
  const std::vector<Stored> from = numbers_to_convert<Stored>();
  std::vector<T> to(from.size());
  typed<T>(current_kernels()).decode[dtype](from.data(), int64_t(from.size()), to.data());
  device_array<Stored> device_from(from);
  device_array<T> device_to(from.size());
  launch(int64_t(from.size()), decode_work<Stored, T>{device_from.data(), device_to.data()});
  result.compare("widened", device_to.values(), to);
}

template <class Stored, class T> void check_encode(const char* name, dlopt_dtype dtype) {
  check result(name);
  const std::vector<T> from = numbers_to_convert<T>();
  std::vector<Stored> to(from.size());
  typed<T>(current_kernels()).encode[dtype](from.data(), int64_t(from.size()), to.data());
  device_array<T> device_from(from);
  device_array<Stored> device_to(from.size());
  launch(int64_t(from.size()), encode_work<Stored, T>{device_from.data(), device_to.data()});
  result.compare("narrowed", device_to.values(), to);
}

} // namespace

void check_conversions() {
  check_decode<f16, float>("f16 to f32", DLOPT_DTYPE_F16);
  check_decode<bf16, float>("bf16 to f32", DLOPT_DTYPE_BF16);
  check_decode<double, float>("f64 to f32", DLOPT_DTYPE_F64);
  check_decode<f16, double>("f16 to f64", DLOPT_DTYPE_F16);
  check_decode<bf16, double>("bf16 to f64", DLOPT_DTYPE_BF16);
  check_decode<float, double>("f32 to f64", DLOPT_DTYPE_F32);
  check_encode<f16, float>("f32 rounded to f16", DLOPT_DTYPE_F16);
  check_encode<bf16, float>("f32 rounded to bf16", DLOPT_DTYPE_BF16);
  check_encode<f16, double>("f64 rounded to f16", DLOPT_DTYPE_F16);
  check_encode<bf16, double>("f64 rounded to bf16", DLOPT_DTYPE_BF16);
  check_encode<float, double>("f64 rounded to f32", DLOPT_DTYPE_F32);
}

} // namespace dlopt_cuda
