// A record of the metadata: fields "name=value", a space between two. The same list of fields writes one and reads it back.
#pragma once

#include "core/last_error.h"
#include "rules/hyper_row.h"
#include "state/text.h"

namespace dlopt {

inline constexpr int64_t kMostCounted = int64_t(1) << 62; // steps: so far below the end that counting on is safe

class record_writer {
public:
  static constexpr bool reads = false;
  explicit record_writer(text_builder& to) noexcept : to_(to), first_(to.count()) {}

  template <class T> void whole(const char* name, const T& value, int64_t, int64_t) noexcept {
    begin(name);
    to_.whole(int64_t(value));
  }
  void real(const char* name, const double& value, double, double) noexcept {
    begin(name);
    to_.real(value);
  }
  void value(const hyper_row& row, const double& value) noexcept { real(row.name, value, row.lower, row.upper); }
  void word(const char* name, const char* text) noexcept {
    begin(name);
    to_.add(text);
  }
  template <class T> void list(const char* name, const T* values, size_t count) noexcept {
    begin(name);
    for (size_t i = 0; i < count; ++i) {
      if (i) to_.add(',');
      add(values[i]);
    }
  }

private:
  void begin(const char* name) noexcept {
    if (to_.count() > first_) to_.add(' ');
    to_.add(name);
    to_.add('=');
  }
  void add(double value) noexcept { to_.real(value); }
  void add(int64_t value) noexcept { to_.whole(value); }

  text_builder& to_;
  size_t first_;
};

// Keeps the first error; what is read after it stays as it was.
class record_reader {
public:
  static constexpr bool reads = true;
  record_reader(const char* key, const char* text) noexcept : key_(key), text_(text), next_(text) {}

  template <class T> void whole(const char* name, T& value, int64_t least, int64_t most) noexcept {
    int64_t read = 0;
    if (read_number(name, read, least, most)) value = T(read);
  }
  void real(const char* name, double& value, double least, double most) noexcept;
  void value(const hyper_row& row, double& value) noexcept; // within the row's bounds, and whole where it says so
  text_piece word(const char* name) noexcept;
  // How many values a list has, and those values, which must be within the bounds.
  size_t list_count(const char* name) noexcept;
  void list(const char* name, int64_t* values, size_t count, int64_t least, int64_t most) noexcept;
  void list(const char* name, double* values, size_t count, double least, double most) noexcept;

  // After all fields: the first error, or that there are more than were asked for.
  dlopt_status finish() noexcept;
  dlopt_status status() const noexcept { return status_; }
  void refuse(const char* name, const char* wanted) noexcept; // a value that was read

private:
  bool find(const char* name, text_piece& value) noexcept;
  bool find_from(const char* from, const char* name, text_piece& value) noexcept;
  bool read_number(const char* name, int64_t& value, int64_t least, int64_t most) noexcept;
  template <class T, class Read> void read_list(const char* name, T* values, size_t count, T least, T most, Read read) noexcept;

  const char* key_;
  const char* text_;
  const char* next_; // where the next field is found, if it is asked for in the order of the text
  size_t found_ = 0;
  dlopt_status status_ = DLOPT_OK;
};

} // namespace dlopt
