// dlopt/cpp/error_throwing.hpp - failures as exceptions. Included by error.hpp.
#ifndef DLOPT_CPP_ERROR_THROWING_HPP
#define DLOPT_CPP_ERROR_THROWING_HPP

#include "../status.h"

#include <stdexcept>
#include <utility>

namespace dlopt {
inline namespace cpp {
// What does not depend on the mode.
namespace detail {}
} // namespace cpp

inline namespace throwing {

/// What every failing call throws: what() is the sentence of dlopt_last_error(), and everything is as it was before the call.
class error : public std::runtime_error {
public:
  error(dlopt_status status, const char* message) : std::runtime_error(message), status_(status) {}
  dlopt_status status() const noexcept { return status_; }

private:
  dlopt_status status_;
};

/// What a function gives that may fail. With exceptions: the value itself.
template <class T> using outcome = T;

namespace detail {

using namespace cpp::detail;

[[noreturn]] inline void raise(dlopt_status status, const char* message) { throw error(status, message); }

template <class T> [[noreturn]] T failed(dlopt_status status, const char* message) { raise(status, message); }

inline void settle(dlopt_status status) {
  if (status != DLOPT_OK) raise(status, dlopt_last_error());
}
template <class T> T settle(dlopt_status status, T value) {
  settle(status);
  return value;
}

} // namespace detail
} // namespace throwing
} // namespace dlopt

#endif
