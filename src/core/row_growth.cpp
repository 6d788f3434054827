#include "core/row_growth.h"

#include "drivers/staging.h"

#include <algorithm>

namespace dlopt {

namespace {

// How many elements a slot has with so many rows.
dlopt_status count_with(const slot& s, int64_t rows, int64_t& elements) noexcept {
  int64_t length = 1;
  bool empty = rows == 0, fits = true;
  for (int32_t d = 1; d < s.ndim; ++d) {
    empty |= s.shape[d] == 0;
    fits = fits && !__builtin_mul_overflow(length, s.shape[d], &length);
  }
  fits = fits && !__builtin_mul_overflow(length, rows, &elements);
  if (empty) elements = 0;
  if (empty || fits) return DLOPT_OK;
  return fail(DLOPT_ERR_SHAPE, "rows: got %lld of %s for %s, wanted a product below 2^63", (long long)rows,
              shape_text(s.shape + 1, s.ndim - 1).text(), quoted(s.name).text());
}

int64_t room_for(const slot& s, wanted_room wanted) noexcept {
  return wanted.by_half ? std::max(wanted.rows, s.row_room + s.row_room / 2) : wanted.rows;
}

} // namespace

growth::~growth() {
  for (stored_slot& one : made_) release_rows(o_, one);
}

dlopt_status growth::count(slot_list named, wanted_room wanted) noexcept {
  elements_ = o_.total_elements;
  chunks_ = o_.total_chunks;
  for (size_t i = 0; i < named.count; ++i) {
    const slot& s = o_.slots[size_t(named.slots[i])];
    int64_t grown = 0;
    if (wanted.rows <= s.row_room) continue;
    ++growing_;
    if (dlopt_status status = count_with(s, room_for(s, wanted), grown)) return status;
    chunks_ += chunks_of(grown) - chunks_of(room_of(s));
    if (__builtin_add_overflow(elements_, grown - room_of(s), &elements_))
      return fail(DLOPT_ERR_SHAPE, "rows: got 2^63 elements or more in all parameters");
  }
  return DLOPT_OK;
}

bool growth::reserve_scratch(slot_list named, int64_t rows) noexcept {
  size_t most = 0, bytes;
  for (size_t i = 0; i < named.count; ++i) {
    const slot& s = o_.slots[size_t(named.slots[i])];
    const size_t row_bytes = std::max(size_t(s.row_length * bytes_of(s.arithmetic)), ages_of(s) ? sizeof(int32_t) : 0);
    if (__builtin_mul_overflow(row_bytes, size_t(rows), &bytes) || bytes > PTRDIFF_MAX) return false;
    most = std::max(most, bytes);
  }
  return o_.rows.scratch.reserve(most);
}

bool growth::allocate_all(slot_list named, wanted_room wanted) noexcept {
  for (size_t i = 0; i < named.count; ++i) {
    const stored_slot original = stored_at(o_, size_t(named.slots[i]));
    if (wanted.rows <= original.s.row_room) continue;
    stored_slot made;
    const bool complete = allocate_rows(o_, original, room_for(original.s, wanted), made);
    made_.add(made); // also when incomplete: what there is goes back
    if (!complete) return false;
  }
  return true;
}

dlopt_status growth::prepare(slot_list named, wanted_room wanted) noexcept {
  if (dlopt_status status = count(named, wanted)) return status;
  const bool complete = (!wanted.scratch || reserve_scratch(named, wanted.rows)) &&
                        (!growing_ || (made_.reserve(growing_) && allocate_all(named, wanted) &&
                                       reserve_for_slots(o_, o_.slots.count(), elements_, chunks_)));
  if (!complete) return fail(DLOPT_ERR_OUT_OF_MEMORY, "rows: no memory for %lld rows and their state", (long long)wanted.rows);
  o_.total_elements = elements_;
  o_.total_chunks = chunks_;
  return DLOPT_OK;
}

stored_slot* growth::of(int32_t index) noexcept {
  const bool made = next_ < made_.count() && made_[next_].s.name == o_.slots[size_t(index)].name;
  return made ? &made_[next_++] : nullptr;
}

} // namespace dlopt
