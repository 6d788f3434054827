// A small net whose optimizer is wrapped, with buffers for its averages.
#pragma once

#include "small_net.h"

#include <map>

namespace dlopt_test {

using field_values = std::map<dlopt_wrapper_field, double>;

class wrapped_net : public small_net {
public:
  using shape_list = std::vector<std::vector<int64_t>>;
  wrapped_net(dlopt_rule rule, dlopt_dtype dtype, const shape_list& shapes, dlopt_runtime* runtime = nullptr, size_t offset = 0)
      : small_net(rule, dtype, shapes, runtime, offset), shapes_(shapes), dtype_(dtype), offset_(offset) {}

  // Its number. An average gets buffers full of what must never be read.
  int32_t wrap(dlopt_wrapper wrapper, const field_values& fields = {}) {
    int32_t index = -1;
    EXPECT_DLOPT(dlopt_optimizer_wrap(optimizer.get(), wrapper, &index));
    for (const auto& [field, value] : fields) EXPECT_DLOPT(dlopt_optimizer_wrap_set(optimizer.get(), index, field, value));
    if (wrapper != DLOPT_WRAPPER_EMA && wrapper != DLOPT_WRAPPER_SWA) return index;
    for (const std::vector<int64_t>& shape : shapes_) averages.emplace_back(dtype_, numbers(count(shape), 1e30), offset_);
    return index;
  }

  std::vector<dlopt_tensor> average_tensors() {
    std::vector<dlopt_tensor> out;
    for (size_t i = 0; i < averages.size(); i++) {
      const std::vector<int64_t>& shape = shapes_[i % shapes_.size()];
      out.push_back(averages[i].tensor());
      out.back().ndim = int32_t(shape.size());
      out.back().shape = shape.data();
    }
    return out;
  }

  dlopt_status step_with(const dlopt_tensor* grads, dlopt_step_desc desc) {
    const std::vector<dlopt_tensor> seconds = average_tensors();
    if (!seconds.empty()) desc.averages = seconds.data();
    return dlopt_optimizer_step(optimizer.get(), tensors(params).data(), grads, params.size(), &desc);
  }
  dlopt_status try_step(int t, dlopt_step_desc desc = default_step()) {
    std::vector<buffer> grads = gradients(t, dtype_);
    return step_with(tensors(grads).data(), desc);
  }
  dlopt_status accumulate(int t, double weight, double* total = nullptr) {
    std::vector<buffer> grads = gradients(t, dtype_);
    return dlopt_optimizer_accumulate(optimizer.get(), tensors(grads).data(), grads.size(), weight, total);
  }
  dlopt_status perturb(int t) {
    std::vector<buffer> grads = gradients(t, dtype_);
    return dlopt_optimizer_perturb(optimizer.get(), tensors(params).data(), tensors(grads).data(), params.size());
  }
  dlopt_status put_back() { return dlopt_optimizer_perturb(optimizer.get(), tensors(params).data(), nullptr, params.size()); }

  std::vector<numbers> values() const { return all(params); }
  std::vector<numbers> seconds() const { return all(averages); }
  std::vector<buffer> averages; // for each that averages, one for each slot

private:
  static std::vector<numbers> all(const std::vector<buffer>& buffers) {
    std::vector<numbers> out;
    for (const buffer& b : buffers) out.push_back(b.values());
    return out;
  }
  shape_list shapes_;
  dlopt_dtype dtype_;
  size_t offset_;
};

} // namespace dlopt_test
