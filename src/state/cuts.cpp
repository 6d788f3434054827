#include "state/cuts.h"

#include <algorithm>

namespace dlopt {

namespace {

// Where a row begins in an array, in its numbers: of elements, or one for each block of them. Rows that are cut out begin with a block; an
// end may lie within one.
int64_t place_of(const kept_array_info& its, const slot& s, int64_t row) noexcept {
  if (its.block > 1) return (row * s.row_length + its.block - 1) / its.block;
  return its.ndim == s.ndim ? row * s.row_length : row; // or a number for each row
}

} // namespace

shape_there shape_of_piece(const kept_array_info& its, const slot& s, const row_piece& piece) noexcept {
  shape_there there = {};
  std::copy_n(its.shape, its.ndim, there.sizes);
  there.sizes[0] = its.block > 1 ? place_of(its, s, piece.rows_there) : piece.rows_there;
  return there;
}

bool cut_list::add(size_t tensor, const kept_array_info& its, const slot& s, const row_piece& piece) noexcept {
  if (!cuts_.reserve(cuts_.count() + 1)) return false;
  const int64_t bytes = type_of(its.dtype).bytes;
  const int64_t begin = place_of(its, s, piece.from_row) * bytes, end = place_of(its, s, piece.from_row + piece.rows) * bytes;
  if (begin < end)
    cuts_.add({tensor, uint64_t(begin), uint64_t(end), static_cast<char*>(its.data) + place_of(its, s, piece.to_row) * bytes});
  return true;
}

void cut_list::sort() noexcept {
  std::sort(cuts_.begin(), cuts_.end(),
            [](const cut& a, const cut& b) { return a.tensor != b.tensor ? a.tensor < b.tensor : a.begin < b.begin; });
}

void cut_list::deliver(size_t tensor, uint64_t at, const char* bytes, size_t n) const noexcept {
  const cut* c = std::lower_bound(cuts_.begin(), cuts_.end(), tensor, [](const cut& a, size_t t) { return a.tensor < t; });
  for (; c != cuts_.end() && c->tensor == tensor && c->begin < at + n; ++c) {
    const uint64_t first = std::max(at, c->begin), past = std::min(at + n, c->end);
    if (first < past) std::memcpy(c->to + (first - c->begin), bytes + (first - at), size_t(past - first));
  }
}

} // namespace dlopt
