// dlopt/cpp/history.hpp - what a training went through, row by row; as CSV, or as an event file for TensorBoard.
#ifndef DLOPT_CPP_HISTORY_HPP
#define DLOPT_CPP_HISTORY_HPP

#include "../history.h"

#include "buffer.hpp"
#include "callback.hpp"
#include "runtime.hpp"

namespace dlopt {
inline namespace cpp {

/// When a row was appended.
struct row_time {
  int64_t step;
  double wall_time; ///< seconds since 1970, or 0
};

} // namespace cpp

inline namespace DLOPT_CPP_MODE {

/// dlopt_history: dlopt::history({"loss", "lr/group_0"}).
class history : public detail::owned<dlopt_history, dlopt_history_destroy> {
public:
  using owned::owned;

#ifndef DLOPT_NO_EXCEPTIONS
  explicit history(view<const char* const> columns, const runtime& rt = {}) : history(make(columns, rt)) {}
#endif
  /// dlopt_history_create.
  static outcome<history> make(view<const char* const> columns, const runtime& rt = {}) {
    history made;
    const dlopt_status status = dlopt_history_create(rt.native(), columns.data(), columns.size(), &made.handle_);
    return detail::settle(status, std::move(made));
  }

  /// dlopt_history_append: a number for each column.
  outcome<void> append(int64_t step, double wall_time, view<const double> values) {
    return detail::settle(dlopt_history_append(handle_, step, wall_time, values.data(), values.size()));
  }
  /// dlopt_history_rows.
  [[nodiscard]] int64_t rows() const noexcept { return dlopt_history_rows(handle_); }
  /// dlopt_history_row: receives a number for each column.
  outcome<row_time> row(int64_t index, view<double> values) const {
    row_time when{};
    const dlopt_status status = dlopt_history_row(handle_, index, &when.step, &when.wall_time, values.data(), values.size());
    return detail::settle(status, when);
  }

  /// dlopt_history_write, rows from `first` on: sink(const void* bytes, size_t count) takes all of them, and gives nothing, or bool: false
  /// ends it. What it throws comes out of this call.
  template <class Sink> outcome<void> write(history_format format, Sink&& sink, int64_t first = 0) const {
    using callback = detail::callback<std::remove_reference_t<Sink>>;
    detail::caught thrown;
    callback into{sink, thrown};
    const auto take = [](void* user, const void* bytes, size_t count) noexcept -> int32_t {
      callback& self = callback::of(user);
      return self.thrown.run(1, [&] { return detail::agrees(self.call, bytes, count) ? 0 : 1; });
    };
    const dlopt_status status = dlopt_history_write(handle_, static_cast<dlopt_history_format>(format), first, take, &into);
    thrown.throw_again();
    return detail::settle(status);
  }
  /// dlopt_history_save: the whole to a file.
  outcome<void> save(history_format format, const char* path) const {
    return detail::settle(dlopt_history_save(handle_, static_cast<dlopt_history_format>(format), path));
  }
};

} // namespace DLOPT_CPP_MODE
} // namespace dlopt

#endif
