// A step taken in pieces, whose tensors and shapes are gone once it has begun.
#pragma once

#include "handles.h"

#include <cstring>

namespace dlopt_test {

// Copies of tensors with shapes of their own, which can be made unreadable.
class passing_tensors {
public:
  passing_tensors(const dlopt_tensor* tensors, size_t count) {
    for (size_t i = 0; tensors && i < count; i++) {
      shapes_.emplace_back(tensors[i].shape, tensors[i].shape + tensors[i].ndim);
      tensors_.push_back(tensors[i]);
      tensors_.back().shape = shapes_.back().data();
      if (!tensors[i].strides) continue;
      strides_.emplace_back(tensors[i].strides, tensors[i].strides + tensors[i].ndim);
      tensors_.back().strides = strides_.back().data();
    }
  }
  const dlopt_tensor* data() const { return tensors_.empty() ? nullptr : tensors_.data(); }
  void scramble() {
    for (std::vector<int64_t>& shape : shapes_)
      for (int64_t& size : shape) size = -7;
    for (std::vector<int64_t>& strides : strides_)
      for (int64_t& stride : strides) stride = -7;
    for (dlopt_tensor& t : tensors_) std::memset(static_cast<void*>(&t), 0x5a, sizeof t);
  }

private:
  std::vector<std::vector<int64_t>> shapes_, strides_;
  std::vector<dlopt_tensor> tensors_;
};

// `piece` elements at a time; 0: the whole step in one call. Tells how many parts it took.
inline dlopt_status step_in_pieces(dlopt_optimizer* optimizer, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                                   dlopt_step_desc* desc, int64_t piece, int* parts = nullptr) {
  if (!piece) return dlopt_optimizer_step(optimizer, params, grads, count, desc);
  passing_tensors p(params, count), g(grads, count), copies(desc ? desc->copies : nullptr, count);
  dlopt_step_desc passing = desc ? *desc : default_step();
  if (passing.copies) passing.copies = copies.data();
  if (const dlopt_status status = dlopt_optimizer_step_begin(optimizer, p.data(), g.data(), count, &passing)) return status;
  p.scramble(), g.scramble(), copies.scramble();
  std::memset(static_cast<void*>(&passing), 0x5a, sizeof passing);
  int32_t done = 0;
  for (int n = 1; !done; n++) {
    if (const dlopt_status status = dlopt_optimizer_step_part(optimizer, piece, &done)) return status;
    if (parts) *parts = n;
  }
  return dlopt_optimizer_step_end(optimizer, desc);
}

} // namespace dlopt_test
