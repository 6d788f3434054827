// dlopt/cpp/error.hpp - how a failure reaches the caller: as an exception, or, where there are none, as an outcome.
#ifndef DLOPT_CPP_ERROR_HPP
#define DLOPT_CPP_ERROR_HPP

#include "../status.h"

#include <cstdio>

#if !defined(DLOPT_NO_EXCEPTIONS) && !defined(__cpp_exceptions)
#define DLOPT_NO_EXCEPTIONS
#endif

// What differs between the two modes stands in a namespace of its mode, so that one program may have both.
#ifdef DLOPT_NO_EXCEPTIONS
#define DLOPT_CPP_MODE returning
#include "error_returning.hpp"
#else
#define DLOPT_CPP_MODE throwing
#include "error_throwing.hpp"
#endif

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace detail {

/// Fails for what the C API cannot know: the text is the thread's, as that of dlopt_last_error() is.
template <class T, class... Numbers> outcome<T> refuse(dlopt_status status, const char* format, Numbers... numbers) {
  static thread_local char text[256];
  std::snprintf(text, sizeof text, format, numbers...);
  return failed<T>(status, text);
}

/// Where another thread's call uses what this one needs.
template <class T> outcome<T> busy() {
  return refuse<T>(DLOPT_ERR_BUSY, "optimizer: got a second call while one runs, wanted one at a time%s", "");
}

} // namespace detail

/// dlopt_status_string: the fixed sentence for a status.
inline const char* status_text(dlopt_status status) noexcept { return dlopt_status_string(status); }
/// dlopt_version: major * 1000000 + minor * 1000 + patch of the library that runs.
inline int32_t version() noexcept { return dlopt_version(); }
/// dlopt_version_string: the same, such as "0.1.0".
inline const char* version_text() noexcept { return dlopt_version_string(); }
/// dlopt_build_info: how the library was built, as JSON.
inline const char* build_info() noexcept { return dlopt_build_info(); }

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
