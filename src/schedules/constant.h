// Constant: BASE at every step.
#pragma once

#include "schedules/schedule_kind.h"

namespace dlopt {

struct constant_schedule {
  static constexpr hyper_row fields[] = {kBaseRow};
  static const char* conflict(const field_values&) { return nullptr; }
  static double value(const field_values& f, int64_t) { return f[DLOPT_FIELD_BASE]; }
};

} // namespace dlopt
