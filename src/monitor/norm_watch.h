// A norm watched for the moment when it explodes.
#pragma once

#include "core/runtime.h"
#include "dlopt/monitor.h"
#include "rules/hyper_row.h"

struct dlopt_norm_watch {
  uint32_t tag;
  std::atomic<bool> busy{false};
  dlopt_runtime* runtime;
  dlopt_norm_watch_fn fn;
  void* user;
  double value[DLOPT_NORM_WATCH_FIRED + 1];                                       // by field
  size_t count;                                                                   // norms in the window
  double norms[DLOPT_NORM_WATCH_MAX_WINDOW], sorted[DLOPT_NORM_WATCH_MAX_WINDOW]; // from the oldest on, and by size

  double operator[](dlopt_norm_watch_field field) const noexcept { return value[field]; }
};

namespace dlopt {

inline constexpr uint32_t kNormWatchTag = 0x6e777431;

int32_t watch_field_count() noexcept;
const hyper_row& watch_field_at(int32_t index) noexcept;
const hyper_row* find_watch_field(dlopt_norm_watch_field field) noexcept; // fails when there is none

dlopt_norm_watch* make_watch(dlopt_runtime& runtime) noexcept; // nullptr: out of memory
void free_watch(dlopt_norm_watch* w) noexcept;
void set_field(dlopt_norm_watch& w, dlopt_norm_watch_field field, double value) noexcept;
// Whether the norm, which is not negative, is an explosion; it is remembered if it is finite.
bool look_at(dlopt_norm_watch& w, int64_t step, double norm) noexcept;
dlopt_status restore_window(dlopt_norm_watch& w, const double* norms, size_t count) noexcept;

} // namespace dlopt
