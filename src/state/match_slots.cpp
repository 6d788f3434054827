// Parameters of a checkpoint: found by name, compared with what was declared, or declared.
#include "core/name_index.h"
#include "core/row_steps.h"
#include "drivers/staging.h"
#include "state/restore.h"

#include <algorithm>

namespace dlopt {

namespace {

dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "load: no memory for the parameters of the checkpoint"); }

bool is_param(const header_entry& e) noexcept { return !std::strncmp(e.key, kParamPrefix, std::strlen(kParamPrefix)); }

class matching {
public:
  matching(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o, restored_slots& restored) noexcept
      : file_(file), desc_(desc), options_{desc.flags}, wrappers_(wrappers), o_(o), all_(restored), restored_(restored.slots),
        names_(owner_of(o.runtime)), cut_(owner_of(o.runtime)), undeclared_(owner_of(o.runtime)) {}

  dlopt_status find_all() noexcept {
    if (dlopt_status status = index_renames()) return status;
    if (!restored_.reserve(o_.slots.count())) return no_memory();
    for (size_t i = 0; i < o_.slots.count(); ++i) restored_.add({nullptr, {}});
    if (dlopt_status status = match_pieces(file_, desc_, wrappers_, o_, all_)) return status;
    if (dlopt_status status = index_pieces()) return status;
    for (const header_entry& e : file_.metadata())
      if (is_param(e))
        if (dlopt_status status = find_one(e)) return status;
    if (dlopt_status status = declare_all()) return status;
    return check_missing();
  }

private:
  struct undeclared {
    int64_t number;
    const header_entry* entry;
  };

  dlopt_status index_renames() noexcept {
    const size_t n = desc_.n_renames;
    if (n && (!desc_.rename_from || !desc_.rename_to || n > size_t(kMostSlots)))
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "rename_from or rename_to: got NULL, wanted %zu names in each", n);
    if (!names_.reserve(n)) return no_memory();
    for (size_t i = 0; i < n; ++i) {
      const char* const from = desc_.rename_from[i];
      if (!from || !desc_.rename_to[i])
        return fail(DLOPT_ERR_INVALID_ARGUMENT, "rename_%s[%zu]: got NULL, wanted a name", from ? "to" : "from", i);
      if (names_.find(from) >= 0) return fail(DLOPT_ERR_INVALID_ARGUMENT, "rename_from[%zu]: got %s twice", i, quoted(from).text());
      if (!file_.find_value(key_text(kParamPrefix, from).text()))
        return fail(DLOPT_ERR_INVALID_ARGUMENT, "rename_from[%zu]: got %s, which the checkpoint has not got", i, quoted(from).text());
      names_.insert(from, int32_t(i));
    }
    return DLOPT_OK;
  }
  const char* name_here(const char* name) const noexcept {
    const int32_t renamed = names_.find(name);
    return renamed < 0 ? name : desc_.rename_to[renamed];
  }

  dlopt_status index_pieces() noexcept {
    if (!cut_.reserve(all_.pieces.count())) return no_memory();
    for (const row_piece& piece : all_.pieces) {
      const char* const name = name_in_file(*piece.entry);
      if (names_.find(name) >= 0)
        return fail(DLOPT_ERR_INVALID_ARGUMENT, "rename_from: got %s, which pieces are cut from, wanted one or the other",
                    quoted(name).text());
      if (cut_.find(name) < 0) cut_.insert(name, 0);
    }
    return DLOPT_OK;
  }

  dlopt_status find_one(const header_entry& e) noexcept {
    if (cut_.find(name_in_file(e)) >= 0) return DLOPT_OK; // pieces have it
    slot_record record;
    if (dlopt_status status = read_slot_record(e, wrappers_, record)) return status;
    const char* const name = name_here(record.name);
    const int32_t index = o_.names.find(name);
    if (index >= 0) {
      if (restored_[size_t(index)].n_pieces) return refuse_beside_pieces(name);
      if (restored_[size_t(index)].entry)
        return fail(DLOPT_ERR_INVALID_ARGUMENT, "rename_to: got %s for two parameters of the checkpoint", quoted(name).text());
      restored_[size_t(index)] = {&e, record.has};
      return check_declared(record, o_.slots[size_t(index)]);
    }
    if (options_.has(DLOPT_LOAD_DECLARE)) {
      if (!undeclared_.reserve(undeclared_.count() + 1)) return no_memory();
      undeclared_.add({record.number, &e});
      return DLOPT_OK;
    }
    if (options_.has(DLOPT_LOAD_EXTRA)) return DLOPT_OK;
    return fail(DLOPT_ERR_STATE,
                "parameter %s of the checkpoint: it is not declared; wanted it declared, DLOPT_LOAD_DECLARE or DLOPT_LOAD_EXTRA",
                quoted(name).text());
  }

  dlopt_status check_declared(const slot_record& record, const slot& s) noexcept {
    if (record.s.ndim != s.ndim || (s.ndim && std::memcmp(record.shape, s.shape, size_t(s.ndim) * sizeof *s.shape)))
      return fail(DLOPT_ERR_SHAPE, "parameter %s of the checkpoint: got shape %s, wanted %s, as declared", quoted(s.name).text(),
                  shape_text(record.shape, record.s.ndim).text(), shape_text(s.shape, s.ndim).text());
    return check_kept_alike(record, s);
  }

  dlopt_status refuse_beside_pieces(const char* name) const noexcept {
    if (options_.has(DLOPT_LOAD_EXTRA)) return DLOPT_OK;
    return fail(DLOPT_ERR_STATE,
                "parameter %s of the checkpoint: pieces of others make up the one here; wanted DLOPT_LOAD_EXTRA to leave it out",
                quoted(name).text());
  }

  dlopt_status declare_all() noexcept {
    std::sort(undeclared_.begin(), undeclared_.end(), [](const undeclared& a, const undeclared& b) {
      return a.number != b.number ? a.number < b.number : a.entry->hash < b.entry->hash;
    });
    for (const undeclared& each : undeclared_)
      if (dlopt_status status = declare(*each.entry)) return status;
    return DLOPT_OK;
  }

  dlopt_status declare(const header_entry& e) noexcept {
    slot_record record;
    if (dlopt_status status = read_slot_record(e, wrappers_, record)) return status;
    dlopt_param_desc d = {};
    d.name = name_here(record.name);
    d.dtype = record.s.dtype;
    d.ndim = record.s.ndim;
    d.shape = record.shape;
    d.device_type = DLOPT_DEVICE_CPU;
    d.group = record.s.group < int32_t(o_.groups.count()) ? record.s.group : 0;
    d.role = record.s.role;
    d.lr_scale = record.s.lr_scale;
    d.decay_scale = record.s.decay_scale;
    d.master = record.s.master;
    d.state_form = record.s.form;
    d.row_ages = record.has.row_ages;
    if (dlopt_status status = check_justified(record, d.group)) return status;
    int32_t index = 0;
    if (!restored_.reserve(restored_.count() + 1)) return no_memory();
    if (dlopt_status status = add_slot(o_, d, index)) return status;
    restored_.add({&e, record.has});
    return DLOPT_OK;
  }

  // A parameter with states of its size takes no more memory than the checkpoint has bytes for.
  dlopt_status check_justified(const slot_record& record, int32_t group) const noexcept {
    int64_t numel = 0;
    if (dlopt_status status = count_elements(record.shape, record.s.ndim, {"a parameter of the checkpoint"}, numel)) return status;
    const hyper_values& set = o_.groups[size_t(group)].set;
    const uint32_t kept = kept_states(o_.rule, set, dims_of(o_.rule, set, record.shape, record.s.ndim, numel));
    bool sized = bytes_beside(record.s.master) > 0;
    for (int32_t k = 0; k < o_.rule.n_states; ++k) sized |= (kept >> k & 1u) && o_.rule.states[k].shape == DLOPT_STATE_ELEMENTS;
    if (!sized || uint64_t(numel) <= file_.data_bytes()) return DLOPT_OK;
    return fail(DLOPT_ERR_CORRUPT, "parameter %s of the checkpoint: got %lld elements, more than it has bytes of states for",
                quoted(record.name).text(), (long long)numel);
  }

  dlopt_status check_missing() const noexcept {
    if (options_.has(DLOPT_LOAD_PARTIAL)) return DLOPT_OK;
    for (size_t i = 0; i < restored_.count(); ++i)
      if (!restored_[i].entry && !o_.slots[i].removed)
        return fail(DLOPT_ERR_STATE, "parameter %s: the checkpoint has not got it; wanted DLOPT_LOAD_PARTIAL to keep it as it is",
                    quoted(o_.slots[i].name).text());
    return DLOPT_OK;
  }

  const header& file_;
  const dlopt_load_desc& desc_;
  load_options options_;
  int32_t wrappers_;
  dlopt_optimizer& o_;
  restored_slots& all_;
  array<restored_slot>& restored_;
  name_index names_; // of the checkpoint that are renamed
  name_index cut_;   // of the checkpoint that pieces name
  array<undeclared> undeclared_;
};

} // namespace

dlopt_status check_kept_alike(const slot_record& record, const slot& s) noexcept {
  if (record.s.dtype != s.dtype)
    return fail(DLOPT_ERR_DTYPE, "parameter %s of the checkpoint: got dtype %s, wanted %s, as declared", quoted(s.name).text(),
                dtype_name(record.s.dtype), dtype_name(s.dtype));
  struct {
    const char* what;
    int32_t got, wanted;
  } const rows[] = {{"master", record.s.master, s.master},
                    {"state_form", record.s.form, s.form},
                    {"row_ages", record.has.row_ages, ages_of(s) != nullptr}};
  for (const auto& row : rows)
    if (row.got != row.wanted)
      return fail(DLOPT_ERR_DTYPE, "parameter %s of the checkpoint: got %s %d, wanted %d, as declared", quoted(s.name).text(), row.what,
                  row.got, row.wanted);
  return DLOPT_OK;
}

dlopt_status match_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                         restored_slots& restored) noexcept {
  return matching(file, desc, wrappers, o, restored).find_all();
}

} // namespace dlopt
