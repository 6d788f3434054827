// dlopt/cpp/declared.hpp - the shapes of an optimizer's parameters, so that a step needs buffers alone.
#ifndef DLOPT_CPP_DECLARED_HPP
#define DLOPT_CPP_DECLARED_HPP

#include "array.hpp"
#include "buffer.hpp"

#include <atomic>

namespace dlopt {
inline namespace cpp {
namespace detail {

/// Buffers become tensors of the shape that their slot was declared with. One of another size is said to have one dimension of that size,
/// which the library refuses with a sentence that names it; so is one whose shape is not known here, because a flat step or the C API
/// declared it, or a checkpoint without states of its shape.
class declared {
public:
  declared() noexcept = default;
  declared(declared&& other) noexcept
      : slots_(std::move(other.slots_)), dims_(std::move(other.dims_)), params_(std::move(other.params_)), grads_(std::move(other.grads_)),
        before_(std::move(other.before_)) {}
  declared& operator=(declared&& other) noexcept {
    slots_ = std::move(other.slots_);
    dims_ = std::move(other.dims_);
    params_ = std::move(other.params_);
    grads_ = std::move(other.grads_);
    before_ = std::move(other.before_);
    return *this;
  }

  /// Room for slots up to this one, with so many dimensions; false where there is no memory.
  [[nodiscard]] bool reserve(int32_t slot, size_t ndim) noexcept {
    const size_t slots = static_cast<size_t>(slot) + 1;
    return slots_.reserve(slots) && dims_.reserve(dims_.size() + ndim) && params_.reserve(slots) && grads_.reserve(slots);
  }
  void add(int32_t slot, const shape& of) noexcept {
    while (slots_.size() <= static_cast<size_t>(slot)) slots_.push({0, unknown, 0});
    slots_[static_cast<size_t>(slot)] = {dims_.size(), of.ndim(), elements(of.dims(), of.ndim())};
    for (int32_t d = 0; d < of.ndim(); ++d) dims_.push(of.dims()[d]);
  }
  /// What an edit of rows makes of a slot.
  void set_rows(int32_t slot, int64_t rows) noexcept {
    if (!knows(slot)) return;
    slot_shape& s = slots_[static_cast<size_t>(slot)];
    if (s.ndim > 0) dims_[s.first] = rows;
    s.numel = elements(dims_.begin() + s.first, s.ndim);
  }
  [[nodiscard]] bool copy(const declared& other) noexcept {
    const size_t slots = other.slots_.size();
    return slots_.assign(other.slots_.begin(), slots) && dims_.assign(other.dims_.begin(), other.dims_.size()) && params_.reserve(slots) &&
           grads_.reserve(slots);
  }

  /// One parameter, gradient or anything else of its shape. It borrows the buffer's size.
  dlopt_tensor tensor(int32_t slot, const const_buffer& b) const noexcept {
    dlopt_tensor made;
    describe(made, slot, b);
    return made;
  }
  /// All of a call, in slot order; nullptr where memory was needed, for slots that are not known, and there is none.
  template <class Buffer> const dlopt_tensor* params(std::initializer_list<Buffer> list) noexcept { return describe(params_, list); }
  template <class Buffer> const dlopt_tensor* grads(std::initializer_list<Buffer> list) noexcept { return describe(grads_, list); }
  /// Parameters as they were. Only measurements take them: their memory is not there before.
  template <class Buffer> const dlopt_tensor* before(std::initializer_list<Buffer> list) noexcept { return describe(before_, list); }

private:
  friend class turn;

  struct slot_shape {
    size_t first; // of its dimensions
    int32_t ndim;
    int64_t numel;
  };

  static constexpr int32_t unknown = -1; // dimensions of a slot that was not declared here

  /// Of a shape that the library took: the product fits, or one of its factors is 0 and an overflow on the way does not matter.
  static int64_t elements(const int64_t* dims, int32_t ndim) noexcept {
    uint64_t product = 1;
    for (int32_t d = 0; d < ndim; ++d) product *= static_cast<uint64_t>(dims[d]);
    return static_cast<int64_t>(product);
  }
  bool knows(int32_t slot) const noexcept {
    return slot >= 0 && static_cast<size_t>(slot) < slots_.size() && slots_[static_cast<size_t>(slot)].ndim != unknown;
  }

  /// In place: a copy of what was just written field by field would wait for the stores.
  void describe(dlopt_tensor& to, int32_t slot, const const_buffer& b) const noexcept {
    describe_flat(to, b);
    if (!knows(slot)) return;
    const slot_shape& s = slots_[static_cast<size_t>(slot)];
    if (b.data() && b.size() != s.numel) return;
    to.ndim = s.ndim;
    to.shape = dims_.begin() + s.first;
  }
  template <class Buffer> const dlopt_tensor* describe(array<dlopt_tensor>& into, std::initializer_list<Buffer> list) noexcept {
    if (!into.reserve(list.size())) return nullptr;
    for (size_t i = 0; i < list.size(); ++i) describe(into.begin()[i], static_cast<int32_t>(i), list.begin()[i]);
    return into.begin();
  }

  array<slot_shape> slots_;
  array<int64_t> dims_;
  array<dlopt_tensor> params_, grads_, before_;
  mutable std::atomic<bool> taken_{false};
};

/// One call at a time, as the library has it: false for a second thread, whose call is refused before it touches anything.
class turn {
public:
  explicit turn(const declared& of) noexcept : of_(of.taken_.exchange(true, std::memory_order_acquire) ? nullptr : &of) {}
  turn(const turn&) = delete;
  turn& operator=(const turn&) = delete;
  ~turn() {
    if (of_) of_->taken_.store(false, std::memory_order_release);
  }
  explicit operator bool() const noexcept { return of_ != nullptr; }

private:
  const declared* of_;
};

} // namespace detail
} // namespace cpp
} // namespace dlopt

#endif
