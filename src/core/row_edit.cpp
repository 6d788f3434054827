// Everything is checked and all memory is there before the first row moves.
#include "core/row_edit.h"

#include "core/row_growth.h"

#include <algorithm>

namespace dlopt {

namespace {

// nullptr, or why the rows of a rule cannot come and go.
const char* keeps_its_rows(const rule_info& rule) noexcept {
  if (has_small_parts(rule)) return "its states are not of rows";
  if (rule.mode_weight || rule.n_shared) return "its states start at the parameter, which an edit does not see";
  return nullptr;
}

dlopt_status check_slot(const dlopt_optimizer& o, int32_t index, size_t place) noexcept {
  if (dlopt_status status = find_slot(o, index)) return status;
  const slot& s = o.slots[size_t(index)];
  if (s.ndim == 0)
    return fail(DLOPT_ERR_SHAPE, "slots[%zu]: got %d (%s), which has no dimensions; wanted one that has rows", place, index,
                quoted(s.name).text());
  if (s.form != DLOPT_STATES_FULL)
    return fail(DLOPT_ERR_UNSUPPORTED, "slots[%zu]: got %d (%s), whose states are in few bits; wanted full ones", place, index,
                quoted(s.name).text());
  return DLOPT_OK;
}

dlopt_status check_list(dlopt_optimizer& o, slot_list named) noexcept {
  if (dlopt_status status = check_whole(o)) return status;
  if (o.wraps.perturbed)
    return fail(DLOPT_ERR_STATE,
                "optimizer: its parameters are perturbed; wanted a step, or them put back (dlopt_optimizer_perturb), first");
  if (const char* reason = keeps_its_rows(o.rule))
    return fail(DLOPT_ERR_UNSUPPORTED, "optimizer: got an edit of rows for %s, wanted another rule: %s", o.rule.name, reason);
  if (named.count && !named.slots) return fail(DLOPT_ERR_INVALID_ARGUMENT, "slots: got NULL, wanted %zu numbers of slots", named.count);
  array<int64_t>& seen = o.rows.numels; // of no meaning between steps
  seen.set_count(o.slots.count());
  std::fill(seen.begin(), seen.end(), 0);
  for (size_t i = 0; i < named.count; ++i) {
    if (dlopt_status status = check_slot(o, named.slots[i], i)) return status;
    if (seen[size_t(named.slots[i])]++)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "slots[%zu]: got %d for the second time, wanted each slot once", i, named.slots[i]);
  }
  return DLOPT_OK;
}

// Slow weights start at the parameter, which an edit does not see.
dlopt_status check_fresh(const dlopt_optimizer& o, size_t index, const char* what, int64_t place) noexcept {
  const int32_t lookahead = wrapper_of(o.wraps, DLOPT_WRAPPER_LOOKAHEAD);
  if (lookahead < 0 || !(o.wraps.slots[index].filled >> lookahead & 1u)) return DLOPT_OK;
  return fail(DLOPT_ERR_UNSUPPORTED, "%s[%lld]: got a row to start afresh under Lookahead, wanted one that takes slow weights from another",
              what, (long long)place);
}

dlopt_status check_map(const dlopt_optimizer& o, slot_list named, const row_map& map) noexcept {
  int64_t fresh = 0;
  while (fresh < map.count && map.source[fresh] >= 0) ++fresh;
  for (size_t i = 0; i < named.count; ++i) {
    const slot& s = o.slots[size_t(named.slots[i])];
    if (dlopt_status status = check_sources(map, s.shape[0], quoted(s.name).text())) return status;
    if (fresh < map.count)
      if (dlopt_status status = check_fresh(o, size_t(named.slots[i]), "source", fresh)) return status;
  }
  return DLOPT_OK;
}

// Lets all arrays of a slot follow the map; the slot then lies in `made` if there is that, whose memory becomes the old one.
void move_slot(dlopt_optimizer& o, size_t index, const row_map& map, stored_slot* made) noexcept {
  slot& s = o.slots[index];
  const stored_slot old = stored_at(o, index);
  const row_arrays from = arrays_of(o, old);
  const bool in_place = follows_in_place(map, s.shape[0]);
  for (int a = 0; !made && a < from.count; ++a) {
    if (in_place) move_rows_in_place(map, s.shape[0], from.all[a]);
    else move_rows_through(map, from.all[a], o.rows.scratch.begin());
  }
  if (made) {
    const row_arrays to = arrays_of(o, *made);
    for (int a = 0; a < to.count; ++a) move_rows(map, from.count == to.count ? from.all[a] : to.all[a], to.all[a]); // none has no rows
    s = made->s;
    if (o.wraps.any()) o.wraps.slots[index] = made->wrapped;
    *made = old;
  }
  if (scales_rows(s)) s.scale_period = map.count * s.row_length;
  const_cast<int64_t&>(s.shape[0]) = map.count; // in the slot's own memory
  s.numel = map.count * s.row_length;
}

// Whether some slot that stays where it is needs room beside it.
bool needs_scratch(const dlopt_optimizer& o, slot_list named, const row_map& map) noexcept {
  for (size_t i = 0; i < named.count; ++i) {
    const slot& s = o.slots[size_t(named.slots[i])];
    if (map.count <= s.row_room && !follows_in_place(map, s.shape[0])) return true;
  }
  return false;
}

} // namespace

dlopt_status reserve_rows(dlopt_optimizer& o, slot_list named, int64_t rows) noexcept {
  if (rows < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "rows: got %lld, wanted 0 or more", (long long)rows);
  if (dlopt_status status = check_list(o, named)) return status;
  growth more(o);
  if (dlopt_status status = more.prepare(named, {rows, false, true})) return status;
  for (size_t i = 0; i < named.count; ++i) {
    const size_t index = size_t(named.slots[i]);
    if (stored_slot* made = more.of(named.slots[i])) move_slot(o, index, {o.slots[index].shape[0], nullptr}, made);
  }
  o.changed = true;
  return DLOPT_OK;
}

dlopt_status edit_rows(dlopt_optimizer& o, slot_list named, const row_map& map) noexcept {
  if (dlopt_status status = check_list(o, named)) return status;
  if (dlopt_status status = check_map(o, named, map)) return status;
  growth more(o);
  if (dlopt_status status = more.prepare(named, {map.count, true, needs_scratch(o, named, map)})) return status;
  for (size_t i = 0; i < named.count; ++i) move_slot(o, size_t(named.slots[i]), map, more.of(named.slots[i]));
  o.changed = true;
  return DLOPT_OK;
}

dlopt_status reset_rows(dlopt_optimizer& o, slot_list named, const int64_t* rows, int64_t count) noexcept {

  if (count && !rows) return fail(DLOPT_ERR_INVALID_ARGUMENT, "rows: got NULL, wanted %lld numbers", (long long)count);
  if (dlopt_status status = check_list(o, named)) return status;
  for (size_t i = 0; count && i < named.count; ++i) {
    const slot& s = o.slots[size_t(named.slots[i])];
    if (dlopt_status status = check_fresh(o, size_t(named.slots[i]), "rows", 0)) return status;
    for (int64_t r = 0; r < count; ++r)
      if (rows[r] < 0 || rows[r] >= s.shape[0])
        return fail(DLOPT_ERR_OUT_OF_RANGE, "rows[%lld]: got %lld, wanted 0 to %lld: %s has %lld rows", (long long)r, (long long)rows[r],
                    (long long)s.shape[0] - 1, quoted(s.name).text(), (long long)s.shape[0]);
  }
  for (size_t i = 0; i < named.count; ++i) {
    const row_arrays arrays = arrays_of(o, stored_at(o, size_t(named.slots[i])));
    for (int a = 0; a < arrays.states; ++a)
      for (int64_t r = 0; r < count; ++r) freshen_row(arrays.all[a], rows[r]);
  }
  return DLOPT_OK;
}

} // namespace dlopt
