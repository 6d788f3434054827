// Schedules read back from metadata.
#include "state/restore.h"

#include "state/fields.h"

namespace dlopt {

namespace {

dlopt_status no_memory() noexcept { return fail(DLOPT_ERR_OUT_OF_MEMORY, "load: no memory for a schedule"); }

dlopt_schedule_kind kind_named(text_piece name) noexcept {
  for (dlopt_schedule_kind kind = 1; kind <= schedule_kind_count(); ++kind)
    if (name.is(find_schedule_kind(kind)->name)) return kind;
  return 0;
}

dlopt_status read_lists(record_reader& r, dlopt_runtime& runtime, dlopt_schedule& s) noexcept {
  const schedule_info& info = *find_schedule_kind(s.kind);
  for (int32_t i = 0; i < info.n_fields; ++i) {
    const hyper_row& row = info.fields[i];
    if (row.kind != DLOPT_KIND_LIST) continue;
    array<double> values(runtime);
    const size_t count = r.list_count(row.name);
    if (!values.reserve(count)) return no_memory();
    values.set_count(count);
    r.list(row.name, values.begin(), count, row.lower, row.upper);
    if (r.status()) return r.status();
    if (dlopt_status status = check_numbers(row, values.begin(), count)) return status;
    if (!set_list(s, row.id, values.begin(), count)) return no_memory();
  }
  return DLOPT_OK;
}

dlopt_status read_fields(record_reader& r, dlopt_runtime& runtime, dlopt_schedule& s) noexcept {
  const schedule_info& info = *find_schedule_kind(s.kind);
  table_fields(r, info.fields, info.n_fields, s.fields.value);
  if (dlopt_status status = read_lists(r, runtime, s)) return status;
  if (s.kind == DLOPT_SCHEDULE_PLATEAU) plateau_fields(r, s.fields.seen);
  return r.status();
}

// Children on their way into a composition.
class children {
public:
  explicit children(dlopt_runtime& runtime) noexcept : runtime_(runtime), all_(runtime) {}
  ~children() {
    for (dlopt_schedule* child : all_) free_schedule(child);
  }
  dlopt_status read(const header& file, key_text& key, int32_t count, int32_t depth) noexcept {
    const size_t length = key.length();
    for (int32_t i = 0; i < count; ++i) {
      dlopt_schedule* child = nullptr;
      if (!all_.reserve(all_.count() + 1)) return no_memory();
      key.cut(length);
      key.add(".");
      key.add(i);
      if (dlopt_status status = restore_schedule(file, key, runtime_, depth + 1, child)) return status;
      all_.add(child);
    }
    key.cut(length);
    return DLOPT_OK;
  }
  const dlopt_schedule* const* begin() const noexcept { return all_.begin(); }

private:
  dlopt_runtime& runtime_;
  array<dlopt_schedule*> all_;
};

dlopt_status read_composition(const header& file, key_text& key, dlopt_runtime& runtime, int32_t depth, dlopt_schedule_kind kind,
                              record_reader& r, dlopt_schedule*& made) noexcept {
  int32_t count = 0;
  r.whole("children", count, 1, kMostChildren);
  const size_t changes = r.list_count("changes");
  array<int64_t> milestones(runtime);
  if (r.status()) return r.status();
  if (changes != (kind == DLOPT_SCHEDULE_SEQUENCE ? size_t(count - 1) : 0))
    return fail(DLOPT_ERR_CORRUPT, "%s of the checkpoint: got %zu changes between %d children", quoted(key.text()).text(), changes, count);
  if (!milestones.reserve(changes)) return no_memory();
  r.list("changes", milestones.begin(), changes, 1, INT64_MAX);
  if (r.status()) return r.status();
  if (changes)
    if (dlopt_status status = check_milestones(milestones.begin(), count)) return status;
  children all(runtime);
  if (dlopt_status status = all.read(file, key, count, depth)) return status;
  made = make_composition(runtime, kind, all.begin(), count, changes ? milestones.begin() : nullptr);
  return made ? DLOPT_OK : no_memory();
}

} // namespace

dlopt_status restore_schedule(const header& file, key_text& key, dlopt_runtime& runtime, int32_t depth, dlopt_schedule*& made) noexcept {
  const char* const text = file.find_value(key.text());
  if (!text || depth > kMostNested)
    return fail(DLOPT_ERR_CORRUPT, "%s of the checkpoint: %s", quoted(key.text()).text(), text ? "nested too deep" : "it is missing");
  record_reader r(key.text(), text);
  const dlopt_schedule_kind kind = kind_named(r.word("kind"));
  if (r.status()) return r.status();
  if (!kind)
    return fail(DLOPT_ERR_VERSION, "%s of the checkpoint: got a kind of schedule that this version does not know",
                quoted(key.text()).text());
  dlopt_schedule* fresh = nullptr;
  if (!find_schedule_kind(kind)->value) {
    if (dlopt_status status = read_composition(file, key, runtime, depth, kind, r, fresh)) return status;
  } else if (!(fresh = make_schedule(runtime, kind))) return no_memory();
  dlopt_status status = read_fields(r, runtime, *fresh);
  if (!status) status = r.finish();
  if (status) free_schedule(fresh);
  else made = fresh;
  return status;
}

} // namespace dlopt
