// Gradients of several micro-batches, summed with weights before one step: a mean over all of them (optax.MultiSteps; DeepSpeed and
// accelerate divide by the number of micro-batches, a weight of 1 for each; a weight of the number of tokens gives the mean over tokens),
// or the sum (PyTorch's .grad).
#pragma once

#include "wrappers/wrapper_kind.h"

namespace dlopt {

struct accumulate_wrapper {
  static constexpr hyper_row fields[] = {
      {DLOPT_WRAP_REDUCE, DLOPT_KIND_CHOICE, "reduce", DLOPT_ACCUMULATE_MEAN, 0, DLOPT_ACCUMULATE_SUM,
       "what a step takes of the gradients; see dlopt_accumulate_reduce", "mean sum"},
  };
  static constexpr const char* array = "accumulated_grad";
  static const char* conflict(const wrap_values&) { return nullptr; }
};

} // namespace dlopt
