// dlopt/cpp/array.hpp - a growing array of plain data that tells when memory is short, with exceptions and without.
#ifndef DLOPT_CPP_ARRAY_HPP
#define DLOPT_CPP_ARRAY_HPP

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace dlopt {
inline namespace cpp {
namespace detail {

template <class T> class array {
  static_assert(std::is_trivially_copyable<T>::value, "elements are copied as bytes");

public:
  array() noexcept = default;
  array(array&& other) noexcept
      : begin_(std::exchange(other.begin_, nullptr)), size_(std::exchange(other.size_, 0)), room_(std::exchange(other.room_, 0)) {}
  array& operator=(array&& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(size_, other.size_);
    std::swap(room_, other.room_);
    return *this;
  }
  ~array() { delete[] begin_; }

  T* begin() noexcept { return begin_; }
  const T* begin() const noexcept { return begin_; }
  size_t size() const noexcept { return size_; }
  T& operator[](size_t i) noexcept { return begin_[i]; }
  const T& operator[](size_t i) const noexcept { return begin_[i]; }

  /// Room for so many elements; false, and nothing changed, where there is no memory.
  [[nodiscard]] bool reserve(size_t room) noexcept { return room <= room_ || grow(room < 2 * room_ ? 2 * room_ : room); }
  /// Only where room was reserved.
  void push(const T& element) noexcept { begin_[size_++] = element; }

  [[nodiscard]] bool assign(const T* elements, size_t count) noexcept {
    if (!reserve(count)) return false;
    for (size_t i = 0; i < count; ++i) begin_[i] = elements[i];
    size_ = count;
    return true;
  }

private:
#ifdef __GNUC__
  __attribute__((cold, noinline)) // out of the way of a step, which never comes here
#endif
  bool
  grow(size_t room) noexcept {
    T* grown = new (std::nothrow) T[room];
    if (!grown) return false;
    for (size_t i = 0; i < size_; ++i) grown[i] = begin_[i];
    delete[] begin_;
    begin_ = grown;
    room_ = room;
    return true;
  }

  T* begin_ = nullptr;
  size_t size_ = 0, room_ = 0;
};

} // namespace detail
} // namespace cpp
} // namespace dlopt

#endif
