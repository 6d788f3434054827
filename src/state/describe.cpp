#include "state/describe.h"

#include "state/fields.h"

namespace dlopt {

namespace {

// Fills a record of the metadata.
template <class Fields> void write_record(header_writer& to, const key_text& key, Fields fields) noexcept {
  to.entry_of(key.text(), [&](text_builder& text) {
    record_writer record(text);
    fields(record);
  });
}

void describe_group(const dlopt_optimizer& o, size_t index, header_writer& to) noexcept {
  const group& g = o.groups[index];
  key_text key("dlopt.group.");
  key.add(int64_t(index));
  write_record(to, key, [&](record_writer& r) { table_fields(r, o.rule.hypers, o.rule.n_hypers, g.set.value); });
  const size_t length = key.length();
  for (int32_t i = 0; i < o.rule.n_hypers; ++i) {
    const hyper_row& row = o.rule.hypers[i];
    if (!g.follows[row.id]) continue;
    key.add(".");
    key.add(row.name);
    describe(*g.follows[row.id], key, to);
    key.cut(length);
  }
}

void describe_wrapper(const wrapper& w, int32_t index, header_writer& to) noexcept {
  const wrapper_info& info = *find_wrapper(w.kind);
  key_text key("dlopt.wrapper.");
  key.add(index);
  write_record(to, key, [&](record_writer& r) {
    r.word("kind", info.name);
    table_fields(r, info.fields, info.n_fields, w.fields.value);
  });
}

void describe_slot(const dlopt_optimizer& o, size_t index, header_writer& to) noexcept {
  const slot& s = o.slots[index];
  const slot_flags has = {ages_of(s) != nullptr, s.lr_scales != nullptr, s.decay_scales != nullptr};
  const wrapped_slot wrapped = o.wraps.any() ? o.wraps.slots[index] : wrapped_slot{};
  write_record(to, key_text(kParamPrefix, s.name), [&](record_writer& r) {
    const auto number = int64_t(index);
    r.whole("slot", number, 0, 0);
    r.list("shape", s.shape, size_t(s.ndim));
    slot_fields(r, s);
    flag_fields(r, has);
    wrapped_fields(r, wrapped, o.wraps.count);
  });
}

void describe_scaler(const dlopt_scaler& scaler, header_writer& to) noexcept {
  write_record(to, key_text(kScalerKey),
               [&](record_writer& r) { table_fields(r, &scaler_field_at(0), scaler_field_count(), scaler.value); });
}

} // namespace

void describe(const dlopt_schedule& s, key_text& key, header_writer& to) noexcept {
  const schedule_info& info = *find_schedule_kind(s.kind);
  write_record(to, key, [&](record_writer& r) {
    r.word("kind", info.name);
    table_fields(r, info.fields, info.n_fields, s.fields.value);
    for (int32_t i = 0; i < info.n_fields; ++i)
      if (const hyper_row& row = info.fields[i]; is_list(row.id))
        r.list(row.name, s.fields.list(row.id).values, s.fields.list(row.id).count);
    if (s.kind == DLOPT_SCHEDULE_PLATEAU) plateau_fields(r, s.fields.seen);
    if (info.value) return;
    r.whole("children", s.count, 0, 0);
    r.list("changes", s.milestones, s.milestones ? size_t(s.count - 1) : 0);
  });
  const size_t length = key.length();
  for (int32_t i = 0; i < s.count; ++i) {
    key.add(".");
    key.add(i);
    describe(*s.children[i], key, to);
    key.cut(length);
  }
}

void describe(const dlopt_optimizer& o, const dlopt_scaler* scaler, header_writer& to) noexcept {
  const optimizer_counts counts = {int32_t(o.groups.count()), int32_t(o.slots.count()), o.wraps.count};
  write_record(to, key_text(kOptimizerKey), [&](record_writer& r) {
    r.word("rule", o.rule.name);
    optimizer_fields(r, o, counts);
    role_fields(r, o.role_scales);
  });
  for (size_t i = 0; i < o.groups.count(); ++i) describe_group(o, i, to);
  for (int32_t i = 0; i < o.wraps.count; ++i) describe_wrapper(o.wraps.all[i], i, to);
  for (size_t i = 0; i < o.slots.count(); ++i)
    if (!o.slots[i].removed) describe_slot(o, i, to);
  if (scaler) describe_scaler(*scaler, to);
}

} // namespace dlopt
