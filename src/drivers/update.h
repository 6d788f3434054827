// One parameter's update over a range of its elements, whatever the dtypes and alignments.
#pragma once

#include "drivers/kernels.h"
#include "rules/rule.h"

namespace dlopt {

struct parameter_update {
  dlopt_rule rule;
  uint32_t used; // states, as bits
  const double* coefs;
  double l2;          // weight decay that is added to the gradient: g + l2 * p
  double keep;        // weight decay beside the rule: what stays of the parameter
  double grad_factor; // gradients are multiplied by it, in the arithmetic type
  double clip_value;  // then limited to [-clip_value, clip_value]; infinity: not at all
  bool zero_grads;    // then written over with zeros
  dlopt_dtype dtype;  // of parameter and states: the arithmetic type
  dlopt_dtype grad_dtype;
  void* param;
  void* grad; // only read unless zero_grads
  void* states[kMaxStates];
  const int64_t* rows; // the rows that grad holds, increasing; nullptr: all. The range is one of grad then
  int64_t row_length;  // elements of a row
};

// The look before the step, of rules that need sums: writes those of the range.
void measure_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n, int32_t n_sums, double* sums) noexcept;
void update_range(const kernels& k, const parameter_update& u, int64_t first, int64_t n) noexcept;

} // namespace dlopt
