// The caller's gradient tensors, checked and ready for a job over all of them.
#pragma once

#include "core/plan.h"
#include "dlopt/gradient.h"
#include "gradient/norm.h"

namespace dlopt {

class gradient_tensors {
public:
  explicit gradient_tensors(dlopt_runtime& runtime) noexcept : runtime_(runtime), cut_(runtime), views_(runtime), numels_(runtime) {}

  dlopt_status read(const dlopt_tensor* grads, size_t count) noexcept;
  dlopt_status norm(double p, norm_result& result) noexcept;
  dlopt_status scale(double factor) noexcept; // multiplies every element, in place
  dlopt_status limit(double bound) noexcept;  // limits every element to [-bound, bound], in place

private:
  enum class edit { scale, limit };
  struct edit_job;
  static void edit_task(void* context, size_t task);
  dlopt_status run(edit what, double amount) noexcept;

  dlopt_runtime& runtime_;
  plan cut_;
  array<gradient_view> views_;
  array<int64_t> numels_;
};

// What a norm is multiplied by so that it is at most max_norm; see dlopt_clip_form.
double clip_factor(double norm, double max_norm, dlopt_clip_form form) noexcept;

} // namespace dlopt
