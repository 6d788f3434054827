// Rows of named numbers, and the two forms in which they leave the library.
#pragma once

#include "core/array.h"
#include "core/byte_sink.h"
#include "core/last_error.h"
#include "core/name_index.h"
#include "dlopt/history.h"

struct dlopt_history {
  explicit dlopt_history(dlopt_runtime& r) noexcept : runtime(r), text(r), columns(r), index(r), steps(r), numbers(r) {}

  uint32_t tag = 0;
  std::atomic<bool> busy{false};
  dlopt_runtime& runtime;
  dlopt::array<char> text; // of all names
  dlopt::array<const char*> columns;
  dlopt::name_index index;
  dlopt::array<int64_t> steps;  // one for each row
  dlopt::array<double> numbers; // of each row its wall time, and one for each column

  double wall_time(size_t row) const noexcept { return numbers[row * (columns.count() + 1)]; }
  const double* values(size_t row) const noexcept { return &numbers[row * (columns.count() + 1) + 1]; }
};

namespace dlopt {

inline constexpr uint32_t kHistoryTag = 0x68737431;

// Bytes on their way to a sink, a few at a time.
class sink_writer {
public:
  explicit sink_writer(const byte_sink& sink) noexcept : sink_(sink) {}

  void add(const void* bytes, size_t count) noexcept;
  void add(const char* text) noexcept { add(text, std::strlen(text)); }
  // Hands over what is left. The error of a sink that failed.
  dlopt_status end() noexcept;

private:
  void flush() noexcept;

  byte_sink sink_;
  dlopt_status status_ = DLOPT_OK;
  size_t count_ = 0;
  char buffer_[4096];
};

dlopt_status make_history(dlopt_runtime& runtime, const char* const* columns, size_t count, dlopt_history*& made) noexcept;
void free_history(dlopt_history* h) noexcept;
dlopt_status append_row(dlopt_history& h, int64_t step, double wall_time, const double* values) noexcept;

// Rows from `first` on, and what comes before row 0. csv.cpp, events.cpp
void write_csv(sink_writer& to, const dlopt_history& h, size_t first) noexcept;
void write_events(sink_writer& to, const dlopt_history& h, size_t first) noexcept;

dlopt_status write_history(const dlopt_history& h, dlopt_history_format format, size_t first, const byte_sink& sink) noexcept;
// All of it as a whole file, which is either there or as it was.
dlopt_status save_history(const dlopt_history& h, dlopt_history_format format, const char* path) noexcept;

} // namespace dlopt
