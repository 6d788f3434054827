// Parameters of a checkpoint: found by name, compared with what was declared, and given memory for their states.
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
  matching(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o, array<restored_slot>& restored) noexcept
      : file_(file), desc_(desc), options_{desc.flags}, wrappers_(wrappers), o_(o), restored_(restored), names_(owner_of(o.runtime)),
        undeclared_(owner_of(o.runtime)) {}

  dlopt_status find_all() noexcept {
    if (dlopt_status status = index_renames()) return status;
    if (!restored_.reserve(o_.slots.count())) return no_memory();
    for (size_t i = 0; i < o_.slots.count(); ++i) restored_.add({nullptr, {}});
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

  dlopt_status find_one(const header_entry& e) noexcept {
    slot_record record;
    if (dlopt_status status = read_slot_record(e, wrappers_, record)) return status;
    const char* const name = name_here(record.name);
    const int32_t index = o_.names.find(name);
    if (index >= 0) {
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
  array<restored_slot>& restored_;
  name_index names_; // of the checkpoint that are renamed
  array<undeclared> undeclared_;
};

// Factors of elements as they are in the checkpoint, or none.
dlopt_status allocate_factors(dlopt_optimizer& o, slot& s, const slot_record& record) noexcept {
  release(o.runtime, s.scales.memory, s.scales.bytes);
  s.scales = {nullptr, 0};
  s.lr_scales = s.decay_scales = nullptr;
  s.scale_period = record.s.scale_period;
  if (!record.has.lr_scales && !record.has.decay_scales) return DLOPT_OK;
  const int64_t columns = s.ndim ? s.shape[s.ndim - 1] : 1;
  if (s.scale_period != s.numel && s.scale_period != columns)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "scale_period of %s in the checkpoint: got %lld, wanted %lld or %lld", quoted(s.name).text(),
                (long long)s.scale_period, (long long)columns, (long long)s.numel);
  const int64_t room = s.scale_period == s.numel && room_of(s) > s.numel ? room_of(s) : s.scale_period;
  const size_t bytes = 2 * size_t(room * bytes_of(s.arithmetic)); // as many as its states were found to fit
  s.scales = {allocate(o.runtime, bytes), bytes};
  if (!s.scales.memory) return no_memory();
  if (record.has.lr_scales) s.lr_scales = s.scales.memory;
  if (record.has.decay_scales) s.decay_scales = static_cast<const char*>(s.scales.memory) + bytes / 2;
  return DLOPT_OK;
}

dlopt_status restore_configuration(dlopt_optimizer& o, size_t index, const slot_record& record) noexcept {
  slot& s = o.slots[index];
  if (size_t(record.s.group) >= o.groups.count())
    return fail(DLOPT_ERR_OUT_OF_RANGE, "group of %s in the checkpoint: got %d of %zu", quoted(s.name).text(), record.s.group,
                o.groups.count());
  s.group = record.s.group;
  s.role = record.s.role;
  s.frozen = record.s.frozen;
  s.lr_scale = record.s.lr_scale;
  s.decay_scale = record.s.decay_scale;
  if (dlopt_status status = allocate_factors(o, s, record)) return status;
  return project_slot(o, int32_t(index), record.wrapped.onto);
}

// Moments are kept as they are factored, which the hyper-parameters decide.
uint32_t moment_states(const rule_info& rule) noexcept {
  uint32_t bits = 0;
  for (int32_t m = 0; m < rule.n_moments; ++m) bits |= 1u << rule.moments[m].rows | 1u << rule.moments[m].columns;
  return bits;
}

dlopt_status restore_memory(dlopt_optimizer& o, size_t index, const slot_record& record) noexcept {
  slot& s = o.slots[index];
  const uint32_t kept = kept_states(o.rule, o.groups[size_t(s.group)].set, s.dims);
  if (record.s.allocated >> o.rule.n_states || ((record.s.allocated ^ kept) & moment_states(o.rule)))
    return fail(DLOPT_ERR_STATE, "states of %s in the checkpoint: got other ones than its rule and hyper-parameters keep here",
                quoted(s.name).text());
  for (int32_t k = 0; k < kMaxStates; ++k) release_state(o.runtime, s, k);
  s.allocated = s.fresh = 0;
  if (!allocate_states(o, s, record.s.allocated)) return no_memory();
  s.allocated = record.s.allocated;
  s.fresh = record.s.fresh;
  s.steps = record.s.steps;
  s.stream = record.s.stream;
  return DLOPT_OK;
}

dlopt_status restore_wrapped(dlopt_optimizer& o, size_t index, const slot_record& record, int32_t wrappers) noexcept {
  if (!o.wraps.any()) return DLOPT_OK;
  wrapped_slot& its = o.wraps.slots[index];
  for (int32_t k = 0; k < wrappers; ++k) {
    its.counts[k] = record.wrapped.counts[k];
    if ((record.wrapped.filled >> k & 1u) && !find_wrapper(o.wraps.all[k].kind)->array)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "filled of %s in the checkpoint: got a wrapper without an array",
                  quoted(o.slots[index].name).text());
  }
  const uint32_t saved = (1u << wrappers) - 1;
  its.filled = (its.filled & ~saved) | (record.wrapped.filled & saved);
  return DLOPT_OK;
}

// Two slots of one number would draw the same random numbers: those that were not loaded make way.
dlopt_status separate_streams(dlopt_optimizer& o, const array<restored_slot>& restored) noexcept {
  array<uint32_t> taken(owner_of(o.runtime));
  if (!taken.reserve(o.slots.count())) return no_memory();
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (restored[i].entry) taken.add(o.slots[i].stream);
  std::sort(taken.begin(), taken.end());
  for (size_t i = 1; i < taken.count(); ++i)
    if (taken[i] == taken[i - 1]) return fail(DLOPT_ERR_CORRUPT, "checkpoint: got two parameters of stream %u", taken[i]);
  uint32_t next = 0;
  for (const slot& s : o.slots) next = std::max(next, s.stream + 1);
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (!restored[i].entry && std::binary_search(taken.begin(), taken.end(), o.slots[i].stream)) o.slots[i].stream = next++;
  return DLOPT_OK;
}

// Calls restore(index, record) for each slot that is loaded.
template <class Restore> dlopt_status for_each_restored(const array<restored_slot>& restored, int32_t wrappers, Restore restore) noexcept {
  slot_record record;
  for (size_t i = 0; i < restored.count(); ++i) {
    if (!restored[i].entry) continue;
    if (dlopt_status status = read_slot_record(*restored[i].entry, wrappers, record)) return status;
    if (dlopt_status status = restore(i, record)) return status;
  }
  return DLOPT_OK;
}

} // namespace

dlopt_status restore_slots(const header& file, const dlopt_load_desc& desc, int32_t wrappers, dlopt_optimizer& o,
                           array<restored_slot>& restored) noexcept {
  if (dlopt_status status = matching(file, desc, wrappers, o, restored).find_all()) return status;
  const bool keeps = load_options{desc.flags}.keeps();
  dlopt_status status = for_each_restored(
      restored, wrappers, [&](size_t i, const slot_record& record) { return keeps ? DLOPT_OK : restore_configuration(o, i, record); });
  if (status) return status;
  for (const slot& s : o.slots)
    if (!s.removed && s.form != DLOPT_STATES_FULL)
      if (dlopt_status few = check_few_bits(o, s.group, {"checkpoint"})) return few;
  if (dlopt_status provided = provide_states(o)) return provided; // by the hyper-parameters that hold from now on
  status = for_each_restored(restored, wrappers, [&](size_t i, const slot_record& record) {
    if (dlopt_status made = restore_memory(o, i, record)) return made;
    return restore_wrapped(o, i, record, wrappers);
  });
  return status ? status : separate_streams(o, restored);
}

} // namespace dlopt
