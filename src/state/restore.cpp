#include "state/restore.h"

namespace dlopt {

namespace {

dlopt_status missing(const char* key) noexcept {
  return fail(DLOPT_ERR_CORRUPT, "checkpoint: its metadata have no %s", quoted(key).text());
}

bool is_checksum(const char* text, uint64_t sum) noexcept { return text && !std::strcmp(text, checksum_text(sum).text); }

// A hyper-parameter that may follow a schedule.
bool may_follow(const rule_info& rule, const hyper_row& row) noexcept {
  bool may = row.kind == DLOPT_KIND_REAL;
  for (int32_t k = 0; k < rule.n_states; ++k) may = may && rule.states[k].initial != row.id;
  return may;
}

dlopt_status restore_schedules(const header& file, key_text& key, dlopt_optimizer& o, group& g) noexcept {
  const size_t length = key.length();
  for (int32_t i = 0; i < o.rule.n_hypers; ++i) {
    const hyper_row& row = o.rule.hypers[i];
    key.cut(length);
    key.add(".");
    key.add(row.name);
    dlopt_schedule* made = nullptr;
    if (file.find_value(key.text())) {
      if (!may_follow(o.rule, row))
        return fail(DLOPT_ERR_CORRUPT, "%s of the checkpoint: it cannot follow a schedule", quoted(key.text()).text());
      if (dlopt_status status = restore_schedule(file, key, o.runtime, 1, made)) return status;
    }
    free_schedule(g.follows[row.id]);
    g.follows[row.id] = made;
  }
  return DLOPT_OK;
}

dlopt_status restore_group(const header& file, dlopt_optimizer& o, int32_t index) noexcept {
  key_text key("dlopt.group.");
  key.add(index);
  const char* const text = file.find_value(key.text());
  if (!text) return missing(key.text());
  int32_t added = 0;
  if (size_t(index) == o.groups.count())
    if (dlopt_status status = add_group(o, added)) return status;
  group& g = o.groups[size_t(index)];
  record_reader r(key.text(), text);
  table_fields(r, o.rule.hypers, o.rule.n_hypers, g.set.value);
  if (dlopt_status status = r.finish()) return status;
  return restore_schedules(file, key, o, g);
}

dlopt_wrapper wrapper_named(text_piece name) noexcept {
  for (dlopt_wrapper kind = 1; kind <= wrapper_count(); ++kind)
    if (name.is(find_wrapper(kind)->name)) return kind;
  return 0;
}

dlopt_status restore_wrapper(const header& file, load_options options, dlopt_optimizer& o, int32_t index, int32_t own) noexcept {
  key_text key("dlopt.wrapper.");
  key.add(index);
  const char* const text = file.find_value(key.text());
  if (!text) return missing(key.text());
  record_reader r(key.text(), text);
  const dlopt_wrapper kind = wrapper_named(r.word("kind"));
  if (r.status()) return r.status();
  if (!kind) return fail(DLOPT_ERR_VERSION, "%s of the checkpoint: got a wrapper that this version does not know", key.text());
  const wrapper_info& info = *find_wrapper(kind);
  if (index < own && o.wraps.all[index].kind != kind)
    return fail(DLOPT_ERR_STATE, "wrapper %d of the checkpoint: got %s, wanted %s, as the optimizer has", index, info.name,
                find_wrapper(o.wraps.all[index].kind)->name);
  int32_t added = 0;
  if (index >= own)
    if (dlopt_status status = add_wrapper(o, kind, added)) return status;
  wrap_values fields = o.wraps.all[index].fields;
  table_fields(r, info.fields, info.n_fields, fields.value);
  if (dlopt_status status = r.finish()) return status;
  if (index >= own || !options.keeps()) o.wraps.all[index].fields = fields;
  return DLOPT_OK;
}

dlopt_status restore_optimizer(const header& file, load_options options, dlopt_optimizer& o, optimizer_counts& counts) noexcept {
  const char* const text = file.find_value(kOptimizerKey);
  if (!text) return missing(kOptimizerKey);
  record_reader r(kOptimizerKey, text);
  const text_piece rule = r.word("rule");
  if (r.status()) return r.status();
  if (!rule.is(o.rule.name))
    return fail(DLOPT_ERR_STATE, "rule of the checkpoint: got %.*s, wanted %s, as the optimizer has",
                int(rule.length < 40 ? rule.length : 40), rule.begin, o.rule.name);
  slot_scales roles[DLOPT_ROLE_EMBEDDING + 1];
  optimizer_fields(r, o, counts);
  role_fields(r, roles);
  if (dlopt_status status = r.finish()) return status;
  if (!options.keeps()) std::memcpy(o.role_scales, roles, sizeof roles);
  if (o.mode != DLOPT_MODE_TRAIN && !o.rule.mode_weight)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "mode of the checkpoint: got %d, which %s has not", o.mode, o.rule.name);
  return DLOPT_OK;
}

// What the file says of a wrapper that it has not got must be nothing; the optimizer's own stays as it was.
dlopt_status keep_own_progress(const optimizer_counts& counts, double accumulated, bool perturbed, wrapping& w) noexcept {
  const auto saved = [&](dlopt_wrapper kind) { return wrapper_of(w, kind) >= 0 && wrapper_of(w, kind) < counts.wrappers; };
  if (!saved(DLOPT_WRAPPER_ACCUMULATE)) {
    if (w.accumulated != 0)
      return fail(DLOPT_ERR_OUT_OF_RANGE, "accumulated of the checkpoint: got %s, wanted 0 without a wrapper that accumulates",
                  number(w.accumulated).text());
    w.accumulated = accumulated;
  }
  if (!saved(DLOPT_WRAPPER_SAM)) {
    if (w.perturbed) return fail(DLOPT_ERR_OUT_OF_RANGE, "perturbed of the checkpoint: got 1, wanted 0 without a wrapper that perturbs");
    w.perturbed = perturbed;
  }
  return DLOPT_OK;
}

} // namespace

dlopt_status check_format(const header& file) noexcept {
  const char* const version = file.find_value(kFormatKey);
  int64_t format = 0;
  if (!version) return fail(DLOPT_ERR_CORRUPT, "checkpoint: it is no checkpoint of dlopt: its metadata have no %s", kFormatKey);
  if (!read_whole({version, std::strlen(version)}, format) || format != kFormatVersion)
    return fail(DLOPT_ERR_VERSION, "%s of the checkpoint: got %s, wanted %lld", kFormatKey, quoted(version).text(),
                (long long)kFormatVersion);
  return is_checksum(file.find_value(kChecksumKey), file.checksum())
             ? DLOPT_OK
             : fail(DLOPT_ERR_CORRUPT, "header of the checkpoint: its checksum does not fit");
}

dlopt_status restore_whole(const header& file, load_options options, dlopt_optimizer& o, optimizer_counts& counts) noexcept {
  const double accumulated = o.wraps.accumulated;
  const bool perturbed = o.wraps.perturbed;
  if (dlopt_status status = restore_optimizer(file, options, o, counts)) return status;
  for (int32_t i = 0; !options.keeps() && i < counts.groups; ++i)
    if (dlopt_status status = restore_group(file, o, i)) return status;
  const int32_t own = o.wraps.count;
  for (int32_t i = 0; i < counts.wrappers; ++i)
    if (dlopt_status status = restore_wrapper(file, options, o, i, own)) return status;
  if (own <= counts.wrappers || options.has(DLOPT_LOAD_PARTIAL)) return keep_own_progress(counts, accumulated, perturbed, o.wraps);
  return fail(DLOPT_ERR_STATE, "wrapper %d, %s: the checkpoint has not got it; wanted DLOPT_LOAD_PARTIAL to keep it", counts.wrappers,
              find_wrapper(o.wraps.all[counts.wrappers].kind)->name);
}

dlopt_status restore_scaler(const header& file, double* values) noexcept {
  const char* const text = file.find_value(kScalerKey);
  if (!text) return fail(DLOPT_ERR_STATE, "scaler: got one, but the checkpoint has none; wanted NULL");
  record_reader r(kScalerKey, text);
  table_fields(r, &scaler_field_at(0), scaler_field_count(), values);
  return r.finish();
}

dlopt_status read_slot_record(const header_entry& entry, int32_t wrappers, slot_record& record) noexcept {
  record = {};
  record.name = entry.key + std::strlen(kParamPrefix);
  record_reader r(entry.key, entry.value);
  const size_t ndim = r.list_count("shape");
  if (ndim > DLOPT_MAX_DIMS) r.refuse("shape", "at most 64 dimensions");
  else r.list("shape", record.shape, ndim, 0, INT64_MAX);
  record.s.ndim = int32_t(ndim);
  record.s.shape = record.shape;
  r.whole("slot", record.number, 0, kMostSlots - 1);
  slot_fields(r, record.s);
  flag_fields(r, record.has);
  wrapped_fields(r, record.wrapped, wrappers);
  if (record.s.fresh & ~record.s.allocated) r.refuse("fresh", "only states that are allocated");
  return r.finish();
}

} // namespace dlopt
