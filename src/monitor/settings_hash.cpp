#include "monitor/state_hash.h"

namespace dlopt {

namespace {

void add_schedule(content_hash& hash, const dlopt_schedule& s) noexcept {
  const schedule_info& info = *find_schedule_kind(s.kind);
  hash.add(s.kind);
  for (int32_t i = 0; i < info.n_fields; ++i) {
    const dlopt_schedule_field field = info.fields[i].id;
    hash.add(field);
    if (is_list(field)) hash.add(s.fields.list(field).values, s.fields.list(field).count);
    else hash.add(s.fields[field]);
  }
  const plateau_memory& seen = s.fields.seen;
  hash.add(seen.best), hash.add(seen.bad), hash.add(seen.cooling), hash.add(seen.reductions);
  hash.add(s.count);
  for (int32_t i = 0; s.milestones && i + 1 < s.count; ++i) hash.add(s.milestones[i]);
  for (int32_t i = 0; i < s.count; ++i) add_schedule(hash, *s.children[i]);
}

void add_group(content_hash& hash, const rule_info& rule, const group& g) noexcept {
  for (int32_t i = 0; i < rule.n_hypers; ++i) {
    const dlopt_hyper hyper = rule.hypers[i].id;
    hash.add(hyper), hash.add(g.set[hyper]), hash.add(g.follows[hyper] != nullptr);
    if (g.follows[hyper]) add_schedule(hash, *g.follows[hyper]);
  }
}

void add_wrappers(content_hash& hash, const wrapping& w) noexcept {
  hash.add(w.count), hash.add(w.accumulated), hash.add(w.perturbed);
  for (int32_t k = 0; k < w.count; ++k) {
    const wrapper_info& info = *find_wrapper(w.all[k].kind);
    hash.add(w.all[k].kind);
    for (int32_t i = 0; i < info.n_fields; ++i) hash.add(info.fields[i].id), hash.add(w.all[k].fields[info.fields[i].id]);
  }
}

} // namespace

void add_settings(content_hash& hash, const dlopt_optimizer& o) noexcept {
  hash.add(o.rule.id), hash.add(o.steps), hash.add(o.skips), hash.add(o.mode);
  hash.add(o.shared, size_t(o.rule.n_shared));
  for (const slot_scales& scales : o.role_scales) hash.add(scales.lr), hash.add(scales.decay);
  hash.add(uint64_t(o.groups.count()));
  for (const group& g : o.groups) add_group(hash, o.rule, g);
  add_wrappers(hash, o.wraps);
  hash.add(uint64_t(o.slots.count()));
}

void add_slot_settings(content_hash& hash, const dlopt_optimizer& o, size_t index) noexcept {
  const slot& s = o.slots[index];
  hash.add(s.removed);
  if (s.removed) return;
  hash.add(s.name), hash.add(s.ndim);
  for (int32_t d = 0; d < s.ndim; ++d) hash.add(s.shape[d]);
  hash.add(s.dtype), hash.add(s.master), hash.add(s.form), hash.add(s.group), hash.add(s.role), hash.add(s.frozen);
  hash.add(s.stream), hash.add(s.steps), hash.add(s.lr_scale), hash.add(s.decay_scale);
  hash.add(s.numbers, size_t(o.rule.n_numbers));
  if (!o.wraps.any()) return;
  const wrapped_slot& wrapped = o.wraps.slots[index];
  for (int32_t k = 0; k < o.wraps.count; ++k) hash.add(wrapped.counts[k]), hash.add(wrapped.filled >> k & 1u);
  hash.add(wrapped.onto.lower), hash.add(wrapped.onto.upper), hash.add(wrapped.onto.unit);
}

} // namespace dlopt
