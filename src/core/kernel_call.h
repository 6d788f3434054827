// The update of one range of a parameter whose state is the caller's, with nothing kept.
#pragma once

#include "core/optimizer.h"
#include "dlopt/kernel.h"

namespace dlopt {

// The hyper-parameters of a call: a rule's defaults, and what is listed. Checked, also for what needs more than a range of elements.
dlopt_status read_hypers(const rule_info& rule, const dlopt_hyper_value* listed, size_t count, hyper_values& h) noexcept;

// What a state starts from; 0 for one that these hyper-parameters do not keep.
double initial_value(const rule_info& rule, const hyper_values& h, int32_t state) noexcept;

class kernel_call {
public:
  kernel_call(const rule_info& rule, const dlopt_kernel_buffers& buffers) noexcept : rule_(rule), b_(buffers) {}
  kernel_call(const kernel_call&) = delete; // it points into itself
  kernel_call& operator=(const kernel_call&) = delete;

  // Everything that can be wrong, but for the range.
  dlopt_status check(const hyper_values& h, int64_t step) const noexcept;
  // After check: what the update is made with; then the update of a range of its n elements.
  void settle(hyper_values h, int64_t step) noexcept;
  void apply(const kernels& k, int64_t first, int64_t past) const noexcept;

private:
  dlopt_status check_buffers(const hyper_values& h) const noexcept;
  dlopt_status check_states(uint32_t used) const noexcept;
  dlopt_status check_overlaps(uint32_t used) const noexcept;
  dlopt_status check_strides(uint32_t used) const noexcept;
  element_spacing spacing_of_state(int32_t k) const noexcept { return spacing_of(b_.state_strides ? b_.state_strides[k] : 1); }
  bool states_in_place() const noexcept;
  void apply_staged(const kernels& k, int64_t first, int64_t n) const noexcept;

  const rule_info& rule_;
  const dlopt_kernel_buffers& b_;
  step_coefs coefs_;
  parameter_update u_ = {};
};

} // namespace dlopt
