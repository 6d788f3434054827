// Parameters that are put together from rows of a checkpoint's: whether they can be, and that nothing is missing.
#include "core/structs.h"
#include "drivers/stored_states.h"
#include "state/restore.h"

#include <algorithm>

namespace dlopt {

namespace {

bool is_in_blocks(const slot& s) noexcept { return s.form >= DLOPT_STATES_LINEAR8; }

class piecing {
public:
  piecing(const header& file, const dlopt_load_desc& desc, int32_t wrappers, const dlopt_optimizer& o, restored_slots& to) noexcept
      : file_(file), desc_(desc), wrappers_(wrappers), o_(o), to_(to) {}

  dlopt_status find_all() noexcept {
    if (desc_.n_pieces && !desc_.pieces) return fail(DLOPT_ERR_INVALID_ARGUMENT, "pieces: got NULL, wanted %zu pieces", desc_.n_pieces);
    if (!to_.pieces.reserve(desc_.n_pieces)) return fail(DLOPT_ERR_OUT_OF_MEMORY, "load: no memory for %zu pieces", desc_.n_pieces);
    for (at_ = 0; at_ < desc_.n_pieces; ++at_)
      if (dlopt_status status = find_one()) return status;
    std::sort(to_.pieces.begin(), to_.pieces.end(), [](const row_piece& a, const row_piece& b) {
      return a.slot != b.slot ? a.slot < b.slot : a.to_row != b.to_row ? a.to_row < b.to_row : a.rows < b.rows;
    });
    for (size_t first = 0, past; first < to_.pieces.count(); first = past) {
      for (past = first + 1; past < to_.pieces.count() && to_.pieces[past].slot == to_.pieces[first].slot;) ++past;
      if (dlopt_status status = check_rows(first, past)) return status;
      if (dlopt_status status = take_slot(first, past)) return status;
    }
    return DLOPT_OK;
  }

private:
  dlopt_status read_piece(dlopt_load_piece& its) const noexcept {
    const auto* const at =
        reinterpret_cast<const dlopt_load_piece*>(reinterpret_cast<const char*>(desc_.pieces) + at_ * desc_.pieces->struct_size);
    if (at->struct_size != desc_.pieces->struct_size)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of pieces[%zu]: got %u, wanted %u, as of pieces[0]", at_, at->struct_size,
                  desc_.pieces->struct_size);
    if (dlopt_status status = take(at, its, "pieces")) return status;
    if (its.reserved) return fail(DLOPT_ERR_INVALID_ARGUMENT, "reserved of pieces[%zu]: got %u, wanted 0", at_, its.reserved);
    if (its.from && its.to) return DLOPT_OK;
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s of pieces[%zu]: got NULL, wanted a name", its.from ? "to" : "from", at_);
  }

  dlopt_status find_one() noexcept {
    dlopt_load_piece its = {};
    if (dlopt_status status = read_piece(its)) return status;
    const header_entry* const entry = file_.find_entry(key_text(kParamPrefix, its.from).text());
    if (!entry)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "from of pieces[%zu]: got %s, which the checkpoint has not got", at_,
                  quoted(its.from).text());
    const int32_t index = o_.names.find(its.to);
    if (index < 0) return fail(DLOPT_ERR_INVALID_ARGUMENT, "to of pieces[%zu]: got %s, which is not declared", at_, quoted(its.to).text());
    const slot& s = o_.slots[size_t(index)];
    slot_record record;
    if (dlopt_status status = read_slot_record(*entry, wrappers_, record)) return status;
    if (dlopt_status status = check_alike(record, s)) return status;
    if (dlopt_status status = check_range("from_row", its.from_row, its.rows, record.shape[0])) return status;
    if (dlopt_status status = check_range("to_row", its.to_row, its.rows, s.shape[0])) return status;
    const row_piece piece = {size_t(index), entry, its.from_row, its.to_row, its.rows, record.shape[0]};
    if (dlopt_status status = check_blocks(piece, s)) return status;
    to_.pieces.add(piece);
    return DLOPT_OK;
  }

  dlopt_status check_range(const char* field, int64_t first, int64_t rows, int64_t there) const noexcept {
    if (rows < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "rows of pieces[%zu]: got %lld, wanted 0 or more", at_, (long long)rows);
    if (first >= 0 && rows <= there && first <= there - rows) return DLOPT_OK;
    return fail(DLOPT_ERR_OUT_OF_RANGE, "%s of pieces[%zu]: got %lld and %lld rows, wanted some of %lld", field, at_, (long long)first,
                (long long)rows, (long long)there);
  }

  // But for the number of rows.
  dlopt_status check_alike(const slot_record& record, const slot& s) const noexcept {
    const bool same =
        s.ndim > 0 && record.s.ndim == s.ndim && !std::memcmp(record.shape + 1, s.shape + 1, size_t(s.ndim - 1) * sizeof *s.shape);
    if (!same)
      return fail(DLOPT_ERR_SHAPE, "pieces[%zu]: got rows of shape %s, wanted rows as of %s, which has %s", at_,
                  shape_text(record.shape, record.s.ndim).text(), quoted(s.name).text(), shape_text(s.shape, s.ndim).text());
    int64_t numel = 0; // which must be countable, whatever the file says
    if (dlopt_status status = count_elements(record.shape, record.s.ndim, {"a parameter of the checkpoint"}, numel)) return status;
    if (dlopt_status status = check_kept_alike(record, s)) return status;
    return check_can_be_cut(record, s);
  }

  dlopt_status whole(const slot& s, const char* what) const noexcept {
    return fail(DLOPT_ERR_UNSUPPORTED, "pieces[%zu]: got rows of %s, wanted it whole: %s", at_, quoted(s.name).text(), what);
  }
  dlopt_status check_can_be_cut(const slot_record& record, const slot& s) const noexcept {
    if (o_.rule.n_numbers) return whole(s, "its rule keeps numbers of whole parameters");
    if (o_.rule.noisy) return whole(s, "its noise goes by the places of elements");
    if (s.master == DLOPT_MASTER_STOCHASTIC || s.form == DLOPT_STATES_BF16)
      return whole(s, "what is rounded stochastically goes by the places of elements");
    for (int32_t k = 0; k < o_.rule.n_states; ++k)
      if ((record.s.allocated >> k & 1u) && o_.rule.states[k].shape != DLOPT_STATE_ELEMENTS) return whole(s, o_.rule.states[k].name);
    return DLOPT_OK;
  }

  // Of states in 8 bits: whole blocks of a scale, or the last ones of both.
  dlopt_status check_blocks(const row_piece& piece, const slot& s) const noexcept {
    if (!is_in_blocks(s)) return DLOPT_OK;
    const auto is_cut = [&](int64_t row) { return row * s.row_length % kStateBlock != 0; };
    const bool to_the_ends = piece.from_row + piece.rows == piece.rows_there && piece.to_row + piece.rows == s.shape[0];
    if (!is_cut(piece.from_row) && !is_cut(piece.to_row) && (to_the_ends || !is_cut(piece.rows))) return DLOPT_OK;
    return fail(DLOPT_ERR_UNSUPPORTED, "pieces[%zu]: got rows of %s that cut a block of %lld elements, which share a scale", at_,
                quoted(s.name).text(), (long long)kStateBlock);
  }

  // Each row of a slot once.
  dlopt_status check_rows(size_t first, size_t past) const noexcept {
    const slot& s = o_.slots[to_.pieces[first].slot];
    int64_t next = 0;
    for (size_t i = first; i < past && next >= 0; ++i)
      next = to_.pieces[i].to_row == next || !to_.pieces[i].rows ? next + to_.pieces[i].rows : -1;
    if (next == s.shape[0]) return DLOPT_OK;
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "pieces: got some rows of %s twice or not at all, wanted each of its %lld once",
                quoted(s.name).text(), (long long)s.shape[0]);
  }

  dlopt_status take_slot(size_t first, size_t past) noexcept {
    slot_record begun, record;
    const header_entry& entry = *to_.pieces[first].entry;
    if (dlopt_status status = read_slot_record(entry, wrappers_, begun)) return status;
    for (size_t i = first + 1; i < past; ++i) {
      if (dlopt_status status = read_slot_record(*to_.pieces[i].entry, wrappers_, record)) return status;
      if (dlopt_status status = check_as_far(begun, record)) return status;
    }
    to_.slots[to_.pieces[first].slot] = {&entry, begun.has, first, past - first};
    return DLOPT_OK;
  }

  dlopt_status check_as_far(const slot_record& a, const slot_record& b) const noexcept {
    const char* what = nullptr;
    if (a.s.steps != b.s.steps) what = "steps";
    else if (a.s.allocated != b.s.allocated) what = "states";
    else if (a.s.fresh != b.s.fresh) what = "states that have seen a gradient";
    else if (a.wrapped.filled != b.wrapped.filled || !std::equal(a.wrapped.counts, a.wrapped.counts + wrappers_, b.wrapped.counts))
      what = "counts of wrappers";
    if (!what) return DLOPT_OK;
    return fail(DLOPT_ERR_STATE, "pieces: got %s and %s with different %s, wanted pieces of one parameter equally far",
                quoted(a.name).text(), quoted(b.name).text(), what);
  }

  const header& file_;
  const dlopt_load_desc& desc_;
  int32_t wrappers_;
  const dlopt_optimizer& o_;
  restored_slots& to_;
  size_t at_ = 0; // the piece that is looked at
};

} // namespace

dlopt_status match_pieces(const header& file, const dlopt_load_desc& desc, int32_t wrappers, const dlopt_optimizer& o,
                          restored_slots& restored) noexcept {
  return piecing(file, desc, wrappers, o, restored).find_all();
}

} // namespace dlopt
