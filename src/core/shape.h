// Shapes and tensors of the caller, checked.
#pragma once

#include "core/last_error.h"
#include "dlopt/tensor.h"
#include "drivers/spacing.h"

#include <cstddef>

namespace dlopt {

const char* dtype_name(dlopt_dtype dtype) noexcept; // "f32"; "?" when there is no such type

// How a message names what it is about: "desc", or "grads[3]". Only a failure turns it into text.
struct argument {
  const char* name;
  ptrdiff_t index = -1; // -1: not one of an array
};

// The number of elements, or fail(). A zero size anywhere makes it 0, whatever the others.
dlopt_status count_elements(const int64_t* shape, int32_t ndim, argument what, int64_t& numel) noexcept;

// CPU, index 0.
dlopt_status check_device(dlopt_device_type type, int32_t id, argument what) noexcept;

// A tensor of the caller: on the CPU, a shape that multiplies, row-major units that are evenly spaced.
dlopt_status check_tensor(const dlopt_tensor& tensor, argument what, int64_t& numel) noexcept;
// strides.cpp. Of a tensor that has strides and elements.
dlopt_status check_strides(const dlopt_tensor& tensor, argument what) noexcept;
dlopt_status check_has_no_gaps(const dlopt_tensor& tensor, argument what) noexcept; // of one that was checked
element_spacing spacing_of(const dlopt_tensor& tensor) noexcept;                    // the same
// The spacing of a vector of the caller.
dlopt_status check_stride(int64_t stride, int64_t n, argument what) noexcept;
inline element_spacing spacing_of(int64_t stride) noexcept { return stride == 1 ? element_spacing{} : element_spacing{1, stride}; }

// The index-th tensor of a caller's array, whose elements are as far apart as the caller's struct_size says.
inline const dlopt_tensor& tensor_at(const dlopt_tensor* tensors, size_t index) noexcept {
  return *reinterpret_cast<const dlopt_tensor*>(reinterpret_cast<const char*>(tensors) + index * tensors->struct_size);
}

// f64, f32, f16 or bf16.
dlopt_status check_gradient_dtype(dlopt_dtype dtype, argument what) noexcept;

// All tensors of an array are of one struct_size; those larger than this library's hold nothing that it does not know.
dlopt_status check_size(const dlopt_tensor& tensor, const dlopt_tensor& first, const char* what, size_t index) noexcept;

// "params[0]", as text; for messages.
class argument_text {
public:
  explicit argument_text(argument a) noexcept;
  const char* text() const noexcept { return text_; }

private:
  char text_[48];
};

// A shape as text, such as "[2, 3]".
class shape_text {
public:
  shape_text(const int64_t* shape, int32_t ndim) noexcept;
  const char* text() const noexcept { return text_; }

private:
  char text_[96];
};

} // namespace dlopt
