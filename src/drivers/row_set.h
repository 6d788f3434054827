// Some rows of a parameter: which they are, and where the elements of a gradient that holds them lie in the parameter.
#pragma once

#include <cstdint>

namespace dlopt {

// A mark for each row: a byte that is not 0, or a bit, the least significant of a byte first.
struct row_mask {
  const uint8_t* marks; // nullptr: there is none
  bool bits;

  // The first row from `row` on that is marked, or is not; `past` when there is none before it.
  int64_t find(int64_t row, int64_t past, bool marked) const noexcept;
  int64_t count(int64_t row, int64_t past) const noexcept; // `row` is a multiple of 8
};

// The rows of a mask are counted in groups of this many, so that any of them is found without counting from the start.
inline constexpr int64_t kRankRows = 4096;

// Elements of the set are numbered as a compact gradient holds them: row after row, without those that are not of the set.
struct row_set {
  bool some;              // not all rows; what follows holds something only then
  bool whole;             // the gradient has all rows of the parameter
  const int64_t* indices; // increasing; of a set without a mask
  row_mask mask;
  const int64_t* ranks; // of a mask: how many rows of the set come before each kRankRows-th row
  int64_t total;        // rows of the parameter
  int64_t count;        // rows of the set
  int64_t length;       // elements of a row

  // The row of the parameter that is the ordinal-th of the set.
  int64_t row_at(int64_t ordinal) const noexcept { return mask.marks ? marked_row(ordinal) : indices[ordinal]; }
  // How many rows follow this one, itself included, whose neighbours in the set are their neighbours in the parameter; at most `most`.
  int64_t run_length(int64_t ordinal, int64_t row, int64_t most) const noexcept;
  // The row of the set that comes after a run which ends before the row `past`.
  int64_t next_row(int64_t ordinal, int64_t past) const noexcept { return mask.marks ? mask.find(past, total, true) : indices[ordinal]; }
  // The ordinal of the first row of the set that is not before `row`; `count` when there is none.
  int64_t ordinal_from(int64_t row) const noexcept;

private:
  int64_t marked_row(int64_t ordinal) const noexcept;
};

// Fills in the ranks of a set with a mask, and its count. There is room for one rank in kRankRows rows, and one more.
void rank_rows(row_set& rows, int64_t* ranks) noexcept;

// Calls visit(first element, how many, shift) for each run of neighbouring rows among n elements of the set: in the parameter they lie
// `shift` elements further on.
template <class Visit> void for_each_row_run(const row_set& rows, int64_t first, int64_t n, Visit visit) {
  if (!rows.some) return visit(first, n, int64_t(0));
  const int64_t end = first + n, length = rows.length;
  if (n <= 0) return;
  int64_t ordinal = first / length, row = rows.row_at(ordinal);
  for (int64_t at = first; at < end;) {
    const int64_t run = rows.run_length(ordinal, row, (end - 1) / length - ordinal + 1);
    const int64_t run_end = (ordinal + run) * length, past = run_end < end ? run_end : end;
    visit(at, past - at, (row - ordinal) * length);
    at = past;
    ordinal += run;
    if (at < end) row = rows.next_row(ordinal, row + run);
  }
}

// Calls visit(first element, how many) for each run of the parameter's rows that are not of the set, among n elements of the parameter.
template <class Visit> void for_each_row_gap(const row_set& rows, int64_t first, int64_t n, Visit visit) {
  if (!rows.some || n <= 0) return;
  const int64_t end = first + n, length = rows.length, past_row = (end - 1) / length + 1;
  int64_t ordinal = rows.ordinal_from(first / length);
  for (int64_t row = first / length; row < past_row;) {
    const int64_t next = ordinal < rows.count ? rows.next_row(ordinal, row) : rows.total;
    const int64_t from = row * length > first ? row * length : first, to = next < past_row ? next * length : end;
    if (from < to) visit(from, to - from);
    if (next >= past_row) return;
    const int64_t left = rows.count - ordinal, here = past_row - next, run = rows.run_length(ordinal, next, left < here ? left : here);
    ordinal += run;
    row = next + run;
  }
}

} // namespace dlopt
