// dlopt/cpp/buffer.hpp - views of memory of the caller's: contiguous containers as they are.
#ifndef DLOPT_CPP_BUFFER_HPP
#define DLOPT_CPP_BUFFER_HPP

#include "enums.hpp"

#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <type_traits>

namespace dlopt {
inline namespace cpp {

/// The bits of 16-bit elements. Arithmetic on them is the caller's.
struct bf16 {
  uint16_t bits;
};
struct f16 {
  uint16_t bits;
};

/// A pointer and a count: what std::span is in C++20.
template <class T> class view {
public:
  constexpr view() noexcept = default;
  constexpr view(T* data, size_t size) noexcept : data_(data), size_(size) {}
  template <class C, class = std::enable_if_t<std::is_convertible<decltype(std::data(std::declval<C&>())), T*>::value>>
  constexpr view(C&& container) noexcept : data_(std::data(container)), size_(std::size(container)) {}
  /// Lives as long as the call that it is written in.
  constexpr view(std::initializer_list<std::remove_const_t<T>> list) noexcept : data_(std::data(list)), size_(list.size()) {}

  constexpr T* data() const noexcept { return data_; }
  constexpr size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr T* begin() const noexcept { return data_; }
  constexpr T* end() const noexcept { return data_ + size_; }
  constexpr T& operator[](size_t i) const noexcept { return data_[i]; }

private:
  T* data_ = nullptr;
  size_t size_ = 0;
};

namespace detail {

/// Types that are no elements have no `type`.
template <class T> struct element {};
template <> struct element<double> { static constexpr dtype type = dtype::f64; };
template <> struct element<float> { static constexpr dtype type = dtype::f32; };
template <> struct element<f16> { static constexpr dtype type = dtype::f16; };
template <> struct element<bf16> { static constexpr dtype type = dtype::bf16; };
template <> struct element<int8_t> { static constexpr dtype type = dtype::i8; };
template <> struct element<uint8_t> { static constexpr dtype type = dtype::u8; };
template <> struct element<int16_t> { static constexpr dtype type = dtype::i16; };
template <> struct element<int32_t> { static constexpr dtype type = dtype::i32; };

/// Containers by the type of what their data() points to, constness included.
template <class C> using pointee = std::remove_pointer_t<decltype(std::data(std::declval<C&>()))>;
template <class C> using element_of = element<std::remove_const_t<pointee<C>>>;

/// Where the data of containers that are empty and have none is said to be: nullptr says that there is no buffer.
inline constexpr char nowhere = 0;

} // namespace detail

/// Elements that may only be read: any container of double, float, dlopt::f16 or dlopt::bf16 with data() and size(), or an array.
/// `no_buffer` is none.
class const_buffer {
public:
  constexpr const_buffer() noexcept = default;
  template <class C, dtype Type = detail::element_of<C>::type>
  const_buffer(C&& c) noexcept : const_buffer(std::data(c), std::size(c), Type, !std::is_const<detail::pointee<C>>::value) {}
  const_buffer(const void* data, size_t size, dtype type, bool writable = false) noexcept
      : data_(data || size ? data : &detail::nowhere), size_(static_cast<int64_t>(size)), type_(type), writable_(writable) {}

  const void* data() const noexcept { return data_; }
  const int64_t& size() const noexcept { return size_; }
  dtype type() const noexcept { return type_; }
  bool writable() const noexcept { return writable_; }

private:
  const void* data_ = nullptr;
  int64_t size_ = 0;
  dtype type_ = dtype::f32;
  bool writable_ = true;
};

/// Elements that may be written.
class buffer : public const_buffer {
public:
  constexpr buffer() noexcept = default;
  template <class C, dtype Type = detail::element_of<C>::type, class = std::enable_if_t<!std::is_const<detail::pointee<C>>::value>>
  buffer(C&& c) noexcept : const_buffer(std::data(c), std::size(c), Type, true) {}
  buffer(void* data, size_t size, dtype type) noexcept : const_buffer(data, size, type, true) {}
};

namespace detail {

/// A tensor of one dimension. Its shape is the buffer's size, so the buffer must outlive it.
inline void describe_flat(dlopt_tensor& to, const const_buffer& b) noexcept {
  to = {};
  to.struct_size = sizeof to;
  to.dtype = static_cast<dlopt_dtype>(b.type());
  to.ndim = 1;
  to.device_type = DLOPT_DEVICE_CPU;
  to.data = const_cast<void*>(b.data());
  to.shape = &b.size();
}

} // namespace detail

/// A parameter that has no gradient in this step, or that was removed.
inline constexpr buffer no_buffer{};

/// How many elements along each dimension; none: one element. More than DLOPT_MAX_DIMS are refused by the call that is given them.
class shape {
public:
  shape() noexcept = default;
  shape(std::initializer_list<int64_t> dims) noexcept : shape(view<const int64_t>(dims)) {}
  shape(view<const int64_t> dims) noexcept
      : count_(static_cast<int32_t>(dims.size() <= DLOPT_MAX_DIMS ? dims.size() : DLOPT_MAX_DIMS + 1)) {
    for (size_t i = 0; i < dims.size() && i < DLOPT_MAX_DIMS; ++i) dims_[i] = dims[i];
  }
  const int64_t* dims() const noexcept { return dims_; }
  int32_t ndim() const noexcept { return count_; }

private:
  int64_t dims_[DLOPT_MAX_DIMS] = {};
  int32_t count_ = 0;
};

} // namespace cpp
} // namespace dlopt

#endif
