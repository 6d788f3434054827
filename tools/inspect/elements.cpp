#include "elements.h"

#include "lanes/convert.h"

#include <cmath>

namespace dlopt::inspect {

namespace {

double number_of(bf16 x) noexcept { return double(widen(x)); }
double number_of(f16 x) noexcept { return double(widen(x)); }
template <class T> double number_of(T x) noexcept { return double(x); }

void add(double a, double b, double& largest) noexcept {
  if (std::isnan(a) && std::isnan(b)) return; // two NaNs: only their bits differ
  const double apart = std::fabs(a - b);
  if (!(apart <= largest)) largest = std::isnan(largest) ? largest : apart;
}

template <class T> void add_all(const char* a, const char* b, size_t bytes, distance& so_far) noexcept {
  for (size_t at = 0; at < bytes; at += sizeof(T)) {
    if (!std::memcmp(a + at, b + at, sizeof(T))) continue;
    T x, y;
    std::memcpy(&x, a + at, sizeof x);
    std::memcpy(&y, b + at, sizeof y);
    ++so_far.differing;
    add(number_of(x), number_of(y), so_far.largest);
  }
}

} // namespace

void add_distance(const tensor_type& type, const char* a, const char* b, size_t bytes, distance& so_far) noexcept {
  if (!std::memcmp(a, b, bytes)) return;
  switch (type.dtype) {
  case DLOPT_DTYPE_F64: return add_all<double>(a, b, bytes, so_far);
  case DLOPT_DTYPE_F32: return add_all<float>(a, b, bytes, so_far);
  case DLOPT_DTYPE_F16: return add_all<f16>(a, b, bytes, so_far);
  case DLOPT_DTYPE_BF16: return add_all<bf16>(a, b, bytes, so_far);
  case DLOPT_DTYPE_I8: return add_all<int8_t>(a, b, bytes, so_far);
  case DLOPT_DTYPE_U8: return add_all<uint8_t>(a, b, bytes, so_far);
  case DLOPT_DTYPE_I16: return add_all<int16_t>(a, b, bytes, so_far);
  case DLOPT_DTYPE_I32: return add_all<int32_t>(a, b, bytes, so_far);
  default: break;
  }
  for (size_t at = 0; at < bytes; at += size_t(type.bytes)) so_far.differing += std::memcmp(a + at, b + at, size_t(type.bytes)) != 0;
}

} // namespace dlopt::inspect
