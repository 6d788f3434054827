// A growing array of plain structs on the runtime's allocator. Growth can fail and then changes nothing.
#pragma once

#include "core/runtime.h"

#include <cstring>
#include <type_traits>
#include <utility>

namespace dlopt {

template <class T> class array {
  static_assert(std::is_trivially_copyable_v<T>, "moved with memcpy");

public:
  explicit array(dlopt_runtime& runtime) noexcept : runtime_(runtime) {}
  ~array() { release(runtime_, data_, capacity_ * sizeof(T)); }
  array(const array&) = delete;
  array& operator=(const array&) = delete;

  T& operator[](size_t i) noexcept { return data_[i]; }
  const T& operator[](size_t i) const noexcept { return data_[i]; }
  T* begin() noexcept { return data_; }
  T* end() noexcept { return data_ + count_; }
  const T* begin() const noexcept { return data_; }
  const T* end() const noexcept { return data_ + count_; }
  size_t count() const noexcept { return count_; }
  size_t bytes() const noexcept { return capacity_ * sizeof(T); }

  // Room for at least `wanted` elements; grows by half so that adding one at a time stays linear.
  [[nodiscard]] bool reserve(size_t wanted) noexcept {
    if (wanted <= capacity_) return true;
    size_t capacity = capacity_ + capacity_ / 2;
    if (capacity < wanted) capacity = wanted;
    if (capacity > SIZE_MAX / sizeof(T)) return false;
    T* data = static_cast<T*>(allocate(runtime_, capacity * sizeof(T)));
    if (!data) return false;
    if (count_) std::memcpy(static_cast<void*>(data), data_, count_ * sizeof(T));
    release(runtime_, data_, capacity_ * sizeof(T));
    data_ = data;
    capacity_ = capacity;
    return true;
  }
  // Only after reserve: these cannot fail.
  void add(const T& element) noexcept { data_[count_++] = element; }
  void remove_last() noexcept { --count_; }
  void set_count(size_t count) noexcept { count_ = count; }
  void swap(array& other) noexcept { // of one runtime
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
    std::swap(capacity_, other.capacity_);
  }
  void keep_larger(array& other) noexcept { // of the two, whatever is in them
    if (other.capacity_ > capacity_) swap(other);
  }

private:
  dlopt_runtime& runtime_;
  T* data_ = nullptr;
  size_t count_ = 0, capacity_ = 0;
};

} // namespace dlopt
