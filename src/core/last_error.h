// The status and the sentence that a failing call leaves behind.
#pragma once

#include "dlopt/status.h"

#include <cstdint>

namespace dlopt {

// Stores the sentence for this thread and returns the status: `return fail(DLOPT_ERR_SHAPE, "count: got %lld, wanted %d", ...)`.
// Too long a sentence is cut between characters. Numbers of type double go through number(), which does not depend on the locale.
[[gnu::format(printf, 2, 3)]] dlopt_status fail(dlopt_status status, const char* format, ...) noexcept;

const char* last_error() noexcept;

// Text of a double, the shortest that reads back to the same value.
class number {
public:
  explicit number(double value) noexcept;
  const char* text() const noexcept { return text_; }

private:
  char text_[32];
};

// Text of a caller's string, safe to show: quoted, at most 60 bytes, anything unprintable replaced by '?'; NULL as "NULL".
class quoted {
public:
  explicit quoted(const char* string) noexcept;
  const char* text() const noexcept { return text_; }

private:
  char text_[72];
};

// A list of names being collected for a message, separated by ", "; cut when full.
class name_list {
public:
  void add(const char* name) noexcept;
  const char* text() const noexcept { return text_; }

private:
  char text_[360] = "";
  size_t length_ = 0;
};

} // namespace dlopt
