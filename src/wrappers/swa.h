// Stochastic weight averaging (Izmailov et al. 2018, algorithm 1): the plain mean of the parameters at its updates,
// average += (p - average) / (n + 1), as torch.optim.swa_utils.AveragedModel computes it.
#pragma once

#include "wrappers/wrapper_kind.h"

namespace dlopt {

struct swa_wrapper {
  static constexpr hyper_row fields[] = {kStartRow, kEveryRow};
  static constexpr const char* array = nullptr;
  static const char* conflict(const wrap_values&) { return nullptr; }
  static double weight(const wrap_values&, int64_t n) { return 1 / (double(n) + 1); }
};

} // namespace dlopt
