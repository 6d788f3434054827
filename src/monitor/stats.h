// What dlopt_optimizer_measure tells.
#pragma once

#include "core/optimizer.h"
#include "dlopt/monitor.h"

namespace dlopt {

// Every element of one slot that lives; tensors may be nullptr.
dlopt_status measure_slot(dlopt_optimizer& o, int32_t index, const dlopt_tensor* param, const dlopt_tensor* grad,
                          dlopt_stats& stats) noexcept;
// What a description asks for.
dlopt_status measure_slots(dlopt_optimizer& o, const dlopt_stats_desc& d, dlopt_stats& stats) noexcept;

} // namespace dlopt
