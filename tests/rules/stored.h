// How parameters are stored, from the definitions in dlopt/storage.h: by exponents and units, not by bits.
#pragma once

#include "buffer.h"
#include "handles.h"

#include <string>

namespace dlopt_test {

struct storage {
  storage(dlopt_dtype dtype_, dlopt_master master_ = DLOPT_MASTER_NONE) : dtype(dtype_), master(master_) {} // a dtype is one, plainly
  dlopt_dtype dtype;
  dlopt_master master;
};

// Every storage of 16 bits.
inline const std::vector<storage>& stored_forms() {
  static const std::vector<storage> all = {
      {DLOPT_DTYPE_BF16, DLOPT_MASTER_NONE},       {DLOPT_DTYPE_BF16, DLOPT_MASTER_FULL},      {DLOPT_DTYPE_BF16, DLOPT_MASTER_SPLIT},
      {DLOPT_DTYPE_BF16, DLOPT_MASTER_STOCHASTIC}, {DLOPT_DTYPE_BF16, DLOPT_MASTER_KAHAN},     {DLOPT_DTYPE_F16, DLOPT_MASTER_NONE},
      {DLOPT_DTYPE_F16, DLOPT_MASTER_FULL},        {DLOPT_DTYPE_F16, DLOPT_MASTER_STOCHASTIC}, {DLOPT_DTYPE_F16, DLOPT_MASTER_KAHAN}};
  return all;
}

inline std::string name_of(const storage& s) {
  static const char* const names[] = {"", "_full", "_split", "_stochastic", "_kahan"};
  return std::string(name_of(s.dtype)) + names[s.master];
}

// The array that a form keeps; nullptr: none.
inline const char* array_of(dlopt_master master) {
  static const char* const names[] = {nullptr, "master", "master_remainder", nullptr, "kahan_comp"};
  return names[master];
}

inline bool keeps_f32(dlopt_master master) { return master == DLOPT_MASTER_FULL || master == DLOPT_MASTER_SPLIT; }

// The distance of neighbours of a type about a number.
inline double unit_of(dlopt_dtype dtype, double value) {
  const int digits = dtype == DLOPT_DTYPE_BF16 ? 8 : dtype == DLOPT_DTYPE_F16 ? 11 : 24, least = dtype == DLOPT_DTYPE_F16 ? -24 : -133;
  int exponent = -1000;
  if (value != 0) std::frexp(value, &exponent);
  return std::ldexp(1.0, std::max(exponent - digits, least));
}

// The nearest number of a type of 16 bits, the even one of two.
inline double rounded(dlopt_dtype dtype, double value) {
  if (!std::isfinite(value)) return value;
  const double unit = unit_of(dtype, value), nearest = std::nearbyint(value / unit) * unit;
  const double beyond = dtype == DLOPT_DTYPE_BF16 ? 0x1p128 : 0x1p16;
  return std::copysign(std::fabs(nearest) >= beyond ? INFINITY : std::fabs(nearest), value);
}

inline uint32_t float_bits(double value) {
  const float single = float(value);
  uint32_t bits;
  std::memcpy(&bits, &single, sizeof bits);
  return bits;
}

inline int32_t add_param(dlopt_optimizer* optimizer, const storage& stored, const std::vector<int64_t>& shape,
                         dlopt_state_form states = DLOPT_STATES_FULL) {
  dlopt_param_desc desc;
  EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
  desc.dtype = stored.dtype;
  desc.master = stored.master;
  desc.state_form = states;
  desc.ndim = int32_t(shape.size());
  desc.shape = shape.data();
  int32_t slot = -1;
  EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer, &desc, &slot));
  return slot;
}

inline dlopt_tensor view_of(dlopt_optimizer* optimizer, int32_t slot, const char* name) {
  dlopt_tensor view;
  view.struct_size = sizeof view;
  EXPECT_DLOPT(dlopt_optimizer_state(optimizer, slot, name, &view));
  return view;
}

// The numbers that a parameter of finite numbers stands for.
inline numbers stands_for(dlopt_optimizer* optimizer, int32_t slot, const buffer& param, dlopt_master master) {
  numbers x = param.values();
  if (!array_of(master)) return x;
  const dlopt_tensor view = view_of(optimizer, slot, array_of(master));
  for (size_t i = 0; i < x.size(); i++) {
    if (master == DLOPT_MASTER_FULL) x[i] = double(static_cast<const float*>(view.data)[i]);
    else if (master == DLOPT_MASTER_SPLIT) {
      const uint32_t bits = float_bits(x[i]) + uint32_t(int32_t(static_cast<const int16_t*>(view.data)[i]));
      float sum;
      std::memcpy(&sum, &bits, sizeof sum);
      x[i] = double(sum);
    } else {
      const uint16_t c = static_cast<const uint16_t*>(view.data)[i];
      if (c & 0x7fff) x[i] += param.dtype() == DLOPT_DTYPE_F16 ? decode_f16(c) : decode_bf16(c);
    }
  }
  return x;
}

// Lets a parameter stand for these numbers, as well as it can.
inline void stand_for(dlopt_optimizer* optimizer, int32_t slot, buffer& param, dlopt_master master, const numbers& x) {
  numbers p(x.size());
  for (size_t i = 0; i < x.size(); i++) p[i] = rounded(param.dtype(), x[i]);
  param.assign(p);
  if (!array_of(master)) return;
  const dlopt_tensor view = view_of(optimizer, slot, array_of(master));
  for (size_t i = 0; i < x.size(); i++) {
    if (master == DLOPT_MASTER_FULL) static_cast<float*>(view.data)[i] = float(x[i]);
    else if (master == DLOPT_MASTER_SPLIT) static_cast<int16_t*>(view.data)[i] = int16_t(int32_t(float_bits(x[i]) - float_bits(p[i])));
    else {
      const double c = rounded(param.dtype(), x[i] - p[i]);
      static_cast<uint16_t*>(view.data)[i] = param.dtype() == DLOPT_DTYPE_F16 ? encode_f16(c) : encode_bf16(c);
    }
  }
}

} // namespace dlopt_test
