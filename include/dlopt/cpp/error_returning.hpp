// dlopt/cpp/error_returning.hpp - failures as values, for programs without exceptions. Included by error.hpp.
#ifndef DLOPT_CPP_ERROR_RETURNING_HPP
#define DLOPT_CPP_ERROR_RETURNING_HPP

#include "../status.h"

#include <utility>

namespace dlopt {
inline namespace cpp {
// What does not depend on the mode.
namespace detail {}
} // namespace cpp

inline namespace returning {
namespace detail {

using namespace cpp::detail;

class ending {
public:
  ending(dlopt_status status, const char* message) noexcept : status_(status), message_(message) {}
  bool ok() const noexcept { return status_ == DLOPT_OK; }
  explicit operator bool() const noexcept { return ok(); }
  dlopt_status status() const noexcept { return status_; }
  /// The sentence of dlopt_last_error(), valid until this thread's next failing call; "" after a success.
  const char* message() const noexcept { return message_; }

private:
  dlopt_status status_;
  const char* message_;
};

} // namespace detail

/// What a function gives that may fail: how it ended and its value. After a failure the value is an empty one, and everything else as it
/// was before the call.
template <class T> class [[nodiscard]] outcome : public detail::ending {
public:
  outcome(T value) noexcept : ending(DLOPT_OK, ""), value_(std::move(value)) {}
  outcome(dlopt_status status, const char* message) noexcept : ending(status, message), value_() {}
  T& value() & noexcept { return value_; }
  T&& value() && noexcept { return std::move(value_); }

private:
  T value_;
};

template <> class [[nodiscard]] outcome<void> : public detail::ending {
public:
  using ending::ending;
};

namespace detail {

template <class T> outcome<T> failed(dlopt_status status, const char* message) { return outcome<T>(status, message); }

inline outcome<void> settle(dlopt_status status) { return outcome<void>(status, status == DLOPT_OK ? "" : dlopt_last_error()); }

template <class T> outcome<T> settle(dlopt_status status, T value) {
  if (status != DLOPT_OK) return outcome<T>(status, dlopt_last_error());
  return outcome<T>(std::move(value));
}

} // namespace detail
} // namespace returning
} // namespace dlopt

#endif
