// The caller's gradient tensors, checked and ready for jobs over all of them.
#pragma once

#include "core/plan.h"
#include "core/ranges.h"
#include "core/shape.h"
#include "dlopt/tensor.h"
#include "gradient/norm.h"

namespace dlopt {

class gradient_tensors {
public:
  explicit gradient_tensors(dlopt_runtime& runtime) noexcept
      : cut(runtime), runtime_(runtime), views_(runtime), beside_(runtime), numels_(runtime), ranges_(runtime) {}

  // Takes tensors that came by the argument `name`, with room for so many sums of each chunk.
  dlopt_status read(const char* name, const dlopt_tensor* tensors, size_t count, int32_t sums = 1) noexcept;
  // Takes others beside them, one for each and of its shape: the parameters of gradients, or the gradients of parameters.
  dlopt_status read_beside(const char* name, const dlopt_tensor* tensors) noexcept;
  // An error where memory that will be written is shared.
  dlopt_status check_overlaps(bool written, bool beside_written) noexcept;

  size_t count() const noexcept { return views_.count(); }
  const char* name() const noexcept { return name_; }
  const char* beside_name() const noexcept { return beside_name_; }
  const dlopt_tensor& tensor(size_t i) const noexcept { return tensor_at(tensors_, i); }
  const gradient_view& view(size_t i) const noexcept { return views_[i]; }
  gradient_view beside(size_t i) const noexcept { return i < beside_.count() ? beside_[i] : gradient_view{nullptr, 0}; }
  const gradient_view* views() const noexcept { return views_.begin(); }
  const gradient_view* views_beside() const noexcept { return beside_.begin(); }
  int64_t numel(size_t i) const noexcept { return numels_[i]; }
  dlopt_runtime& runtime() noexcept { return runtime_; }

  // Calls visit(tensor, first element, number of elements, ordinal of the chunk) for each chunk of a task.
  template <class Visit> void for_each_chunk(size_t task, Visit visit) const { cut.for_each_chunk(task, numels_.begin(), visit); }
  // Runs a job over all tasks; an error says whether tensors may have been changed.
  dlopt_status run(dlopt_task_fn task, void* job, bool changes) noexcept;

  dlopt_status norm(double p, norm_result& result) noexcept;

  plan cut;

private:
  void add_ranges(const array<gradient_view>& views, bool written) noexcept;

  dlopt_runtime& runtime_;
  const char* name_ = "";
  const char* beside_name_ = "";
  const dlopt_tensor* tensors_ = nullptr; // as the caller gave them, for the length of the call
  array<gradient_view> views_, beside_;
  array<int64_t> numels_; // 0 without data
  array<address_range> ranges_;
};

// The error of a job that the caller's parallel_for did not run as it should.
dlopt_status torn_job(bool changes) noexcept;

} // namespace dlopt
