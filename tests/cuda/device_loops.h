// Every rule's loops on the device, found as the host's are: by rule and set of used states.
#pragma once

#include "drivers/kernels.h"
#include "rules/rule.h"

namespace dlopt_cuda {

// As the loops of dlopt::kernels, of arrays on the device; nullptr where a rule has no such loop.
template <class T> struct device_loops {
  dlopt::update_fn<T> update;
  dlopt::measure_fn<T> measure; // parts: one set for each chunk, each a row of dlopt::kSumParts for each sum; sets, does not add
  dlopt::steps_fn<T> steps;
  dlopt::deviation_fn<T> deviations[dlopt::kMaxMoments];
};

// nullptr: the rule has no such set.
const device_loops<float>* find_device_loops_f32(dlopt_rule rule, uint32_t used);
const device_loops<double>* find_device_loops_f64(dlopt_rule rule, uint32_t used);

template <class T> const device_loops<T>* find_device_loops(dlopt_rule rule, uint32_t used) {
  if constexpr (sizeof(T) == 4) return find_device_loops_f32(rule, used);
  else return find_device_loops_f64(rule, used);
}

} // namespace dlopt_cuda
