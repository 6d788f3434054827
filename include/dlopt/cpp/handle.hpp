// dlopt/cpp/handle.hpp - a handle of the C API that is owned, moved and destroyed once.
#ifndef DLOPT_CPP_HANDLE_HPP
#define DLOPT_CPP_HANDLE_HPP

#include "error.hpp"

#include <utility>

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace detail {

/// An empty one holds nullptr, which every call refuses with DLOPT_ERR_INVALID_ARGUMENT; so does one that was moved from.
template <class Handle, dlopt_status (*Destroy)(Handle*)> class owned {
public:
  owned() noexcept = default;
  explicit owned(Handle* handle) noexcept : handle_(handle) {}
  owned(owned&& other) noexcept : handle_(other.release()) {}
  owned& operator=(owned&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  /// What cannot be destroyed now (DLOPT_ERR_BUSY) lives on: close() tells.
  ~owned() { (void)Destroy(handle_); }

  /// The handle for the C API; it stays owned.
  Handle* native() const noexcept { return handle_; }
  /// The same, for the caller to destroy.
  Handle* release() noexcept { return std::exchange(handle_, nullptr); }
  explicit operator bool() const noexcept { return handle_ != nullptr; }

  /// Destroys now and tells how that went; a second call does nothing.
  outcome<void> close() {
    const dlopt_status status = Destroy(handle_);
    if (status == DLOPT_OK) handle_ = nullptr;
    return settle(status);
  }

protected:
  Handle* handle_ = nullptr;
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
