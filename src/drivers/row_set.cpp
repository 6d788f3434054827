#include "drivers/row_set.h"

#include <algorithm>
#include <cstring>

namespace dlopt {

namespace {

// The bits that are set. The processor's own instruction is not everywhere, and the compiler's stand-in is a function of libgcc.
int64_t count_bits(uint32_t byte) noexcept {
  byte = byte - (byte >> 1 & 0x55);
  byte = (byte & 0x33) + (byte >> 2 & 0x33);
  return (byte + (byte >> 4)) & 0x0f;
}

bool is_marked(const row_mask& mask, int64_t row) noexcept {
  return mask.bits ? mask.marks[row >> 3] >> (row & 7) & 1 : mask.marks[row] != 0;
}

// Rows that can be passed over at once because none of them is what is sought; 0: look at the next one alone.
int64_t passed_over(const row_mask& mask, int64_t row, int64_t past, bool marked) noexcept {
  if (past - row < 8 || row & 7) return 0;
  if (mask.bits) return mask.marks[row >> 3] == (marked ? 0 : 0xff) ? 8 : 0;
  uint64_t eight;
  std::memcpy(&eight, mask.marks + row, sizeof eight);
  return marked && !eight ? 8 : 0;
}

} // namespace

int64_t row_mask::find(int64_t row, int64_t past, bool marked) const noexcept {
  while (row < past) {
    if (const int64_t none = passed_over(*this, row, past, marked)) {
      row += none;
      continue;
    }
    if (is_marked(*this, row) == marked) return row;
    ++row;
  }
  return past;
}

int64_t row_mask::count(int64_t row, int64_t past) const noexcept {
  int64_t n = 0;
  if (!bits) {
    for (; row < past; ++row) n += marks[row] != 0;
    return n;
  }
  for (; past - row >= 8; row += 8) n += count_bits(marks[row >> 3]);
  return row < past ? n + count_bits(marks[row >> 3] & ((1u << (past - row)) - 1)) : n;
}

int64_t row_set::run_length(int64_t ordinal, int64_t row, int64_t most) const noexcept {
  if (mask.marks) return mask.find(row, row + most < total ? row + most : total, false) - row;
  int64_t run = 1;
  while (run < most && indices[ordinal + run] == row + run) ++run;
  return run;
}

int64_t row_set::marked_row(int64_t ordinal) const noexcept {
  constexpr int64_t kStride = 64;
  const int64_t* const groups = ranks + (total - 1) / kRankRows + 1;
  const int64_t group = std::upper_bound(ranks, groups, ordinal) - ranks - 1;
  int64_t row = group * kRankRows, left = ordinal - ranks[group];
  for (; total - row > kStride; row += kStride) {
    const int64_t here = mask.count(row, row + kStride);
    if (here > left) break;
    left -= here;
  }
  row = mask.find(row, total, true);
  for (; left > 0; --left) row = mask.find(row + 1, total, true);
  return row;
}

int64_t row_set::ordinal_from(int64_t row) const noexcept {
  if (!mask.marks) return std::lower_bound(indices, indices + count, row) - indices;
  if (row >= total) return count;
  const int64_t group = row / kRankRows;
  return ranks[group] + mask.count(group * kRankRows, row);
}

void rank_rows(row_set& rows, int64_t* ranks) noexcept {
  rows.ranks = ranks;
  rows.count = 0;
  for (int64_t first = 0; first < rows.total; first += kRankRows) {
    *ranks++ = rows.count;
    rows.count += rows.mask.count(first, rows.total - first < kRankRows ? rows.total : first + kRankRows);
  }
  *ranks = rows.count;
}

} // namespace dlopt
