// A few parameters of any shapes with one optimizer, for tests of calls that take a tensor for each slot.
#pragma once

#include "buffer.h"
#include "draw.h"
#include "handles.h"

namespace dlopt_test {

class small_net {
public:
  small_net(dlopt_rule rule, dlopt_dtype dtype, const std::vector<std::vector<int64_t>>& shapes, dlopt_runtime* runtime = nullptr,
            size_t offset = 0)
      : optimizer(make_optimizer(rule, runtime)), shapes_(shapes) {
    for (const std::vector<int64_t>& shape : shapes_) {
      dlopt_param_desc desc;
      EXPECT_DLOPT(dlopt_param_desc_init(&desc, sizeof desc));
      desc.dtype = dtype;
      desc.ndim = int32_t(shape.size());
      desc.shape = shape.data();
      int32_t slot;
      EXPECT_DLOPT(dlopt_optimizer_param_add(optimizer.get(), &desc, &slot));
      params.emplace_back(dtype, drawn(shape, 100 + slot), offset);
    }
  }

  static size_t count(const std::vector<int64_t>& shape) {
    size_t n = 1;
    for (int64_t size : shape) n *= size_t(size);
    return n;
  }
  static numbers drawn(const std::vector<int64_t>& shape, uint64_t seed) {
    draw r(seed);
    numbers values(count(shape));
    for (double& v : values) v = r.gradient();
    return values;
  }
  // Gradients for all slots at step t.
  std::vector<buffer> gradients(int t, dlopt_dtype dtype = DLOPT_DTYPE_F32) const {
    std::vector<buffer> out;
    for (const std::vector<int64_t>& shape : shapes_) out.emplace_back(dtype, drawn(shape, uint64_t(1000 * t) + out.size()));
    return out;
  }
  std::vector<dlopt_tensor> tensors(std::vector<buffer>& buffers) const {
    std::vector<dlopt_tensor> out;
    for (size_t i = 0; i < buffers.size(); i++) {
      out.push_back(buffers[i].tensor());
      out.back().ndim = int32_t(shapes_[i].size());
      out.back().shape = shapes_[i].data();
    }
    return out;
  }

  void step(int t) {
    std::vector<buffer> grads = gradients(t);
    EXPECT_DLOPT(dlopt_optimizer_step(optimizer.get(), tensors(params).data(), tensors(grads).data(), params.size(), nullptr));
  }
  dlopt_status mode(dlopt_mode to) { return dlopt_optimizer_mode(optimizer.get(), to, tensors(params).data(), params.size()); }
  dlopt_status hessian(std::vector<buffer>& estimates) {
    return dlopt_optimizer_hessian(optimizer.get(), tensors(estimates).data(), estimates.size());
  }
  numbers state(int32_t slot, const char* name) const {
    dlopt_tensor view;
    view.struct_size = sizeof view;
    EXPECT_DLOPT(dlopt_optimizer_state(optimizer.get(), slot, name, &view));
    numbers out;
    for (size_t i = 0; i < count({view.shape, view.shape + view.ndim}); i++)
      out.push_back(view.dtype == DLOPT_DTYPE_F64 ? static_cast<double*>(view.data)[i] : double(static_cast<float*>(view.data)[i]));
    return out;
  }
  optimizer_handle optimizer;
  std::vector<buffer> params;

private:
  std::vector<std::vector<int64_t>> shapes_;
};

} // namespace dlopt_test
