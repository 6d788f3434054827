// What is loaded is made aside, a copy of the optimizer with the contents of the checkpoint; once all is read and found well, the two
// change places.
#include "state/load.h"

#include "core/exchange.h"
#include "state/arrays.h"
#include "state/cuts.h"
#include "state/progress.h"
#include "state/restore.h"
#include "state/values.h"

namespace dlopt {

namespace {

constexpr size_t kCut = SIZE_MAX - 2, kLeftOut = SIZE_MAX - 1, kUnclaimed = SIZE_MAX;
constexpr size_t kSkipBytes = 65536;

dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "load: no memory for another state"); }

class loading {
public:
  loading(dlopt_optimizer& o, dlopt_optimizer& made, const dlopt_load_desc& desc, const byte_source& from) noexcept
      : runtime_(owner_of(o.runtime)), made_(made), desc_(desc), options_{desc.flags}, from_(from), file_(runtime_), restored_(runtime_),
        arrays_(runtime_), claims_(runtime_), cuts_(runtime_), skipped_(runtime_) {}

  dlopt_status run() noexcept {
    if (dlopt_status status = file_.read(from_)) return status;
    if (dlopt_status status = check_format(file_)) return status;
    optimizer_counts counts = {};
    if (dlopt_status status = restore_whole(file_, options_, made_, counts)) return status;
    if (desc_.scaler)
      if (dlopt_status status = restore_scaler(file_, scaler_)) return status;
    if (dlopt_status status = restore_slots(file_, desc_, counts.wrappers, made_, restored_)) return status;
    if (dlopt_status status = claim_tensors(counts.wrappers)) return status;
    if (dlopt_status status = read_tensors()) return status;
    for (const kept_array_info& its : arrays_)
      if (dlopt_status status = check_array(its)) return status;
    return provide_states(made_); // what hyper-parameters that were kept ask for beyond what was saved
  }

  void give_scaler() const noexcept {
    if (desc_.scaler) std::memcpy(desc_.scaler->value, scaler_, sizeof scaler_);
  }

private:
  // Of an array that is put together, its name here.
  key_text name_of(const kept_array_info& its) const noexcept {
    if (its.slot == kSharedNumbers) return tensor_name(its, nullptr);
    const restored_slot& r = restored_.slots[its.slot];
    return tensor_name(its, r.n_pieces ? made_.slots[its.slot].name : name_in_file(*r.entry));
  }

  bool is_loaded(const kept_array_info& its, int32_t wrappers) const noexcept {
    if (its.slot == kSharedNumbers) return true;
    const restored_slot& r = restored_.slots[its.slot];
    return r.entry && its.wrapper < wrappers && !(its.configured && (options_.keeps() || r.n_pieces));
  }

  // Finds the tensor of every array that is loaded.
  dlopt_status claim_tensors(int32_t wrappers) noexcept {
    const size_t n = file_.tensors().count();
    if (!list_arrays(made_, arrays_) || !claims_.reserve(n)) return no_memory();
    for (size_t i = 0; i < n; ++i) claims_.add(kUnclaimed);
    if (dlopt_status status = claim_arrays(wrappers)) return status;
    cuts_.sort();
    for (const restored_slot& r : restored_.slots)
      if (options_.keeps() && r.is_whole()) leave_out_factors(*r.entry);
    for (const row_piece& piece : restored_.pieces) leave_out_factors(*piece.entry);
    for (size_t i = 0; i < n && !options_.has(DLOPT_LOAD_EXTRA); ++i)
      if (claims_[i] == kUnclaimed)
        return fail(DLOPT_ERR_STATE, "tensor %s of the checkpoint: nothing here keeps it; wanted DLOPT_LOAD_EXTRA to leave it out",
                    quoted(file_.tensors()[i].name).text());
    return DLOPT_OK;
  }

  // Leaves those in the list that are loaded.
  dlopt_status claim_arrays(int32_t wrappers) noexcept {
    size_t loaded = 0;
    for (const kept_array_info& its : arrays_) {
      if (!is_loaded(its, wrappers)) continue;
      if (dlopt_status status = claim(its, loaded)) return status;
      arrays_[loaded++] = its;
    }
    arrays_.set_count(loaded);
    return DLOPT_OK;
  }

  dlopt_status claim(const kept_array_info& its, size_t number) noexcept {
    const restored_slot* const r = its.slot == kSharedNumbers ? nullptr : &restored_.slots[its.slot];
    if (!r || !r->n_pieces) {
      size_t place = 0;
      if (dlopt_status status = find_tensor(its, name_of(its), its.shape, place)) return status;
      claims_[place] = number;
      return DLOPT_OK;
    }
    for (size_t i = 0; i < r->n_pieces; ++i)
      if (dlopt_status status = claim_piece(its, restored_.pieces[r->first_piece + i])) return status;
    return DLOPT_OK;
  }
  dlopt_status claim_piece(const kept_array_info& its, const row_piece& piece) noexcept {
    const slot& s = made_.slots[its.slot];
    size_t place = 0;
    const shape_there shape = shape_of_piece(its, s, piece);
    if (dlopt_status status = find_tensor(its, tensor_name(its, name_in_file(*piece.entry)), shape.sizes, place)) return status;
    claims_[place] = kCut;
    return cuts_.add(place, its, s, piece) ? DLOPT_OK : no_memory();
  }

  // The place of the tensor of that name, which must be as the array, but for the shape, which is given.
  dlopt_status find_tensor(const kept_array_info& its, const key_text& name, const int64_t* wanted, size_t& place) const noexcept {
    const header_tensor* const t = file_.find_tensor(name.text());
    if (!t) return fail(DLOPT_ERR_CORRUPT, "tensor %s: the checkpoint has not got it", quoted(name.text()).text());
    if (t->type->dtype != its.dtype)
      return fail(DLOPT_ERR_DTYPE, "tensor %s of the checkpoint: got dtype %s, wanted %s", quoted(name.text()).text(), t->type->name,
                  type_of(its.dtype).name);
    const int64_t* const shape = file_.shape_of(*t);
    if (t->ndim != its.ndim || (its.ndim && std::memcmp(shape, wanted, size_t(its.ndim) * sizeof *shape)))
      return fail(DLOPT_ERR_SHAPE, "tensor %s of the checkpoint: got shape %s, wanted %s", quoted(name.text()).text(),
                  shape_text(shape, t->ndim).text(), shape_text(wanted, its.ndim).text());
    place = size_t(t - file_.tensors().begin());
    return DLOPT_OK;
  }

  // The caller keeps factors of his own.
  void leave_out_factors(const header_entry& entry) noexcept {
    for (const char* factors : {".lr_scales", ".decay_scales"}) {
      key_text name(name_in_file(entry), factors);
      if (const header_tensor* t = file_.find_tensor(name.text())) claims_[size_t(t - file_.tensors().begin())] = kLeftOut;
    }
  }

  dlopt_status read_tensors() noexcept {
    progress how_far = {desc_.progress, desc_.progress_user, 0, file_.bytes()};
    if (dlopt_status status = how_far.advance(file_.bytes() - file_.data_bytes())) return status;
    for (size_t i : file_.by_place())
      if (dlopt_status status = read_tensor(i, how_far)) return status;
    char more;
    size_t got = 0;
    if (dlopt_status status = from_.read(from_.self, &more, 1, got)) return status;
    return got ? fail(DLOPT_ERR_CORRUPT, "checkpoint: it goes on after %llu bytes, its end", (unsigned long long)file_.bytes()) : DLOPT_OK;
  }

  dlopt_status read_tensor(size_t index, progress& how_far) noexcept {
    const header_tensor& t = file_.tensors()[index];
    const size_t its = claims_[index];
    char* const to = its < arrays_.count() ? static_cast<char*>(arrays_[its].data) : nullptr;
    checksum sum;
    dlopt_status status = in_pieces_of(t.end - t.begin, how_far,
                                       [&](uint64_t at, size_t n) { return to ? fetch(to + at, n, sum) : pass(index, at, n, sum); });
    if (status) return status;
    const char* const wanted = file_.find_value(key_text(kChecksumPrefix, t.name).text());
    if (!wanted && its == kUnclaimed) return DLOPT_OK; // somebody else's
    if (wanted && !std::strcmp(wanted, checksum_text(sum.value()).text)) return DLOPT_OK;
    return fail(DLOPT_ERR_CORRUPT, "tensor %s of the checkpoint: its checksum does not fit", quoted(t.name).text());
  }
  dlopt_status fetch(char* to, size_t n, checksum& sum) noexcept {
    const dlopt_status status = from_.get(to, n);
    if (!status) sum.add(to, n);
    return status;
  }
  // Of a tensor that has no array of its own: pieces get what is theirs.
  dlopt_status pass(size_t index, uint64_t at, size_t n, checksum& sum) noexcept {
    if (!skipped_.reserve(kSkipBytes)) return no_memory();
    for (size_t done = 0; done < n;) {
      const size_t next = n - done < kSkipBytes ? n - done : kSkipBytes;
      if (dlopt_status status = fetch(skipped_.begin(), next, sum)) return status;
      cuts_.deliver(index, at + done, skipped_.begin(), next);
      done += next;
    }
    return DLOPT_OK;
  }

  dlopt_status check_array(const kept_array_info& its) const noexcept {
    const uint32_t states = its.slot == kSharedNumbers ? 0 : made_.slots[its.slot].allocated;
    return check_values(its, states, name_of(its).text(), options_.has(DLOPT_LOAD_NONFINITE));
  }

  dlopt_runtime& runtime_;
  dlopt_optimizer& made_;
  const dlopt_load_desc& desc_;
  load_options options_;
  const byte_source& from_;
  header file_;
  restored_slots restored_;
  array<kept_array_info> arrays_; // that are loaded
  array<size_t> claims_;          // for each tensor of the file: its array, kCut, kLeftOut or kUnclaimed
  cut_list cuts_;
  array<char> skipped_;
  double scaler_[DLOPT_SCALER_FOUND + 1] = {};
};

} // namespace

dlopt_status load_optimizer(dlopt_optimizer& o, const dlopt_load_desc& desc, const byte_source& from) noexcept {
  dlopt_optimizer* const made = copy_contents(o, owner_of(o.runtime));
  if (!made) return no_memory();
  loading job(o, *made, desc, from);
  dlopt_status status = job.run();
  if (!status && o.runtime.owner) status = take_over(o, *made);
  else if (!status) exchange(o, *made);
  if (!status) job.give_scaler();
  free_optimizer(made);
  return status;
}

} // namespace dlopt
