// dlopt/cpp/tensor.hpp - buffers with shapes, and lists of buffers as the C API takes them.
#ifndef DLOPT_CPP_TENSOR_HPP
#define DLOPT_CPP_TENSOR_HPP

#include "buffer.hpp"
#include "error.hpp"

#include <new>

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
/// dlopt_tensor_init: a buffer with a shape, to be kept beside both. A product of the shape that is not the buffer's size is refused.
inline outcome<dlopt_tensor> tensor(const const_buffer& b, view<const int64_t> dims) {
  uint64_t elements = 1; // a product that overflows to this is refused by the call that takes the tensor
  for (const int64_t size : dims) elements *= static_cast<uint64_t>(size);
  if (elements != static_cast<uint64_t>(b.size()))
    return detail::refuse<dlopt_tensor>(DLOPT_ERR_SHAPE, "dims: got a shape that is not that of the buffer's elements, wanted %lld",
                                        static_cast<long long>(b.size()));
  dlopt_tensor made{};
  const dlopt_status status = dlopt_tensor_init(&made, sizeof made, const_cast<void*>(b.data()), static_cast<dlopt_dtype>(b.type()),
                                                static_cast<int32_t>(dims.size()), dims.data());
  return detail::settle(status, made);
}

/// A shape in braces would be gone before the tensor is used.
outcome<dlopt_tensor> tensor(const const_buffer& b, std::initializer_list<int64_t> dims) = delete;

/// The tensors of one call: buffers in braces, each of one dimension, or tensors that the caller has. More than 16 buffers are written down
/// in memory from `new`; where there is none the call gets no tensors, and refuses them.
template <class Buffer> class basic_tensors {
public:
  basic_tensors(std::initializer_list<Buffer> buffers) noexcept : data_(few_), size_(buffers.size()) {
    if (size_ > room) data_ = many_ = new (std::nothrow) dlopt_tensor[size_];
    for (size_t i = 0; data_ && i < size_; ++i) detail::describe_flat(many(i), buffers.begin()[i]);
  }
  basic_tensors(view<const dlopt_tensor> tensors) noexcept : data_(tensors.data()), size_(tensors.size()) {}
  basic_tensors(const basic_tensors&) = delete;
  basic_tensors& operator=(const basic_tensors&) = delete;
  ~basic_tensors() { delete[] many_; }

  const dlopt_tensor* data() const noexcept { return data_; }
  size_t size() const noexcept { return size_; }

private:
  static constexpr size_t room = 16;
  dlopt_tensor& many(size_t i) noexcept { return many_ ? many_[i] : few_[i]; }

  dlopt_tensor few_[room];
  dlopt_tensor* many_ = nullptr;
  const dlopt_tensor* data_;
  size_t size_;
};
using tensors = basic_tensors<buffer>;
using const_tensors = basic_tensors<const_buffer>;

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
