#include "core/row_map.h"

#include <algorithm>
#include <cstring>

namespace dlopt {

namespace {

template <class T> void fill(char* at, size_t bytes, double value) noexcept {
  const T x = T(value);
  for (size_t done = 0; done < bytes; done += sizeof x) std::memcpy(at + done, &x, sizeof x);
}

// Lets the new rows first .. past - 1 follow, runs of neighbours at once.
void move_range(const row_map& map, int64_t first, int64_t past, const row_array& from, const row_array& to) noexcept {
  for (int64_t row = first; row < past;) {
    const int64_t source = map.at(row);
    int64_t next = row + 1;
    if (source < 0) {
      freshen_row(to, row);
    } else {
      while (next < past && map.at(next) == source + (next - row)) ++next;
      std::memmove(to.data + size_t(row) * to.row_bytes, from.data + size_t(source) * from.row_bytes, size_t(next - row) * to.row_bytes);
    }
    row = next;
  }
}

} // namespace

dlopt_status check_sources(const row_map& map, int64_t rows, const char* of) noexcept {
  for (int64_t i = 0; map.source && i < map.count; ++i)
    if (map.source[i] < -1 || map.source[i] >= rows)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "source[%lld]: got %lld, wanted -1 to %lld: %s has %lld rows", (long long)i,
                  (long long)map.source[i], (long long)rows - 1, of, (long long)rows);
  return DLOPT_OK;
}

// Rows that are added read the old ones before any is overwritten; the others are written from the first on.
bool follows_in_place(const row_map& map, int64_t rows) noexcept {
  for (int64_t row = 0; map.source && row < map.count && row < rows; ++row) {
    const int64_t source = map.source[row];
    if (source >= 0 && source < row && map.source[source] != source) return false;
  }
  return true;
}

void move_rows(const row_map& map, const row_array& from, const row_array& to) noexcept { move_range(map, 0, map.count, from, to); }

void move_rows_in_place(const row_map& map, int64_t rows, const row_array& array) noexcept {
  const int64_t kept = std::min(rows, map.count);
  move_range(map, kept, map.count, array, array);
  move_range(map, 0, kept, array, array);
}

void move_rows_through(const row_map& map, const row_array& array, char* room) noexcept {
  row_array elsewhere = array;
  elsewhere.data = room;
  move_rows(map, array, elsewhere);
  std::memcpy(array.data, room, size_t(map.count) * array.row_bytes);
}

void freshen_row(const row_array& array, int64_t row) noexcept {
  if (array.leaves_fresh) return;
  char* const at = array.data + size_t(row) * array.row_bytes;
  if (array.dtype == DLOPT_DTYPE_F32) fill<float>(at, array.row_bytes, array.fresh);
  else if (array.dtype == DLOPT_DTYPE_F64) fill<double>(at, array.row_bytes, array.fresh);
  else std::memset(at, 0, array.row_bytes);
}

} // namespace dlopt
