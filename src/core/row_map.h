// Where rows come from when those of a parameter are edited, and how arrays with an entry for each row follow.
#pragma once

#include "core/last_error.h"
#include "drivers/kernels.h"

#include <cstddef>
#include <cstdint>

namespace dlopt {

// New row i takes what the old row source[i] has, or is fresh where that is -1.
struct row_map {
  int64_t count;         // of new rows
  const int64_t* source; // nullptr: each row keeps its place
  int64_t at(int64_t row) const noexcept { return source ? source[row] : row; }
};

// An array of which each row has some bytes.
struct row_array {
  char* data;
  size_t row_bytes;
  dlopt_dtype dtype; // of its elements; what is neither f32 nor f64 starts from zeros
  double fresh;      // what the elements of a fresh row are
  bool leaves_fresh; // fresh rows are left as they are
};

dlopt_status check_sources(const row_map& map, int64_t rows, const char* of) noexcept;

// Whether an array can follow where it lies: no row is overwritten before it was read.
bool follows_in_place(const row_map& map, int64_t rows) noexcept;

// Lets an array of so many rows follow: to another array, where it lies, or through room for the new rows.
void move_rows(const row_map& map, const row_array& from, const row_array& to) noexcept;
void move_rows_in_place(const row_map& map, int64_t rows, const row_array& array) noexcept;
void move_rows_through(const row_map& map, const row_array& array, char* room) noexcept;
void freshen_row(const row_array& array, int64_t row) noexcept;

} // namespace dlopt
