// dlopt/cpp/callback.hpp - callables of the caller's behind callbacks of the C API.
#ifndef DLOPT_CPP_CALLBACK_HPP
#define DLOPT_CPP_CALLBACK_HPP

#include "error.hpp"

#include <cstddef>
#include <type_traits>
#include <utility>
#ifndef DLOPT_NO_EXCEPTIONS
#include <exception>
#endif

namespace dlopt {
inline namespace DLOPT_CPP_MODE {
namespace detail {

/// Nothing may leave a callback of a C library: what a callable throws is kept, the callback fails in its place, and the call that it was
/// for throws it again. Without exceptions what is thrown all the same ends the program.
class caught {
public:
  template <class T, class Call> T run(T of_failure, Call call) noexcept {
#ifdef DLOPT_NO_EXCEPTIONS
    (void)of_failure;
    return call();
#else
    try {
      return call();
    } catch (...) {
      thrown_ = std::current_exception();
      return of_failure;
    }
#endif
  }
  void throw_again() {
#ifndef DLOPT_NO_EXCEPTIONS
    if (thrown_) std::rethrow_exception(std::exchange(thrown_, nullptr));
#endif
  }

private:
#ifndef DLOPT_NO_EXCEPTIONS
  std::exception_ptr thrown_;
#endif
};

/// Whether a callable went well: one that gives nothing did, any other says so.
template <class Call, class... Args> bool agrees(Call& call, Args... args) {
  using result = decltype(call(args...));
  static_assert(std::is_void<result>::value || std::is_same<result, bool>::value, "a callable gives nothing, or bool: whether to go on");
  if constexpr (std::is_void<result>::value) {
    call(args...);
    return true;
  } else {
    return call(args...);
  }
}

/// What `user` of a callback points to.
template <class Call> struct callback {
  Call& call;
  caught& thrown;
  static callback& of(void* user) noexcept { return *static_cast<callback*>(user); }
};

} // namespace detail
} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
