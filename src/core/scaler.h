// Loss scales: what the loss is multiplied by so that small gradients survive f16, and how that follows from what they come to.
#pragma once

#include "core/runtime.h"
#include "dlopt/scaler.h"
#include "rules/hyper_row.h"

struct dlopt_scaler {
  uint32_t tag;
  std::atomic<bool> busy{false};
  dlopt_runtime* runtime;
  double value[DLOPT_SCALER_FOUND + 1]; // by field

  double operator[](dlopt_scaler_field field) const noexcept { return value[field]; }
};

namespace dlopt {

inline constexpr uint32_t kScalerTag = 0x73636c31;

int32_t scaler_field_count() noexcept;
const hyper_row& scaler_field_at(int32_t index) noexcept;
const hyper_row* find_scaler_field(dlopt_scaler_field field) noexcept; // fails when there is none

dlopt_scaler* make_scaler(dlopt_runtime& runtime) noexcept; // nullptr: out of memory
void free_scaler(dlopt_scaler* s) noexcept;
void set_field(dlopt_scaler& s, dlopt_scaler_field field, double value) noexcept;
dlopt_status apply_preset(dlopt_scaler& s, const char* name) noexcept;

// An error where fields contradict each other.
dlopt_status check_scaler(const dlopt_scaler& s) noexcept;
inline double scale_of(const dlopt_scaler& s) noexcept { return s[DLOPT_SCALER_SCALE]; }
// An error where the scale would have to fall below its minimum, and that is not to go unnoticed.
dlopt_status check_backoff(const dlopt_scaler& s) noexcept;
// What a step found: taken at once, or kept for the update.
void take_result(dlopt_scaler& s, bool nonfinite) noexcept;
void update_scaler(dlopt_scaler& s, bool nonfinite) noexcept;

} // namespace dlopt
