// What a step does to each parameter: the coefficients of its update, what the rule must see of whole tensors before, and the update.
#include "core/last_error.h"
#include "core/row_steps.h"
#include "core/step.h"
#include "drivers/copy.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

bool moves(const dlopt_optimizer& o) noexcept { return !o.run.skip; }

dlopt_status settle_updates(dlopt_optimizer& o, bool&) noexcept {
  const dlopt_step_desc& d = o.run.desc;
  o.n_coefs = 0;
  int last = 0;
  for (size_t i = 0; i < o.slots.count(); ++i) {
    parameter_update& u = o.updates[i];
    if (!u.param) continue;
    const slot& s = o.slots[i];
    const group& g = o.groups[size_t(s.group)];
    const double factor = factor_of_gradient(o, i);
    u.rule = o.rule.id;
    u.storage = storage_of(o, i, u.storage.spacing, rounded_array::parameter);
    u.used = g.used;
    const step_coefs* shared = shared_coefs(o, i, last);
    u.how = placing_of(o, i);
    u.how.apart |= u.delta || !u.grad;
    u.coefs = nullptr;
    if (shared) use_coefs(u, *shared);
    u.grad_factor = g.now.is(DLOPT_HYPER_MAXIMIZE) ? -factor : factor;
    u.clip_value = given(d.clip_value, o, DLOPT_HYPER_CLIP_VALUE);
    u.zero_grads = d.flags & DLOPT_STEP_ZERO_GRADS;
    u.copies = u.copy && !o.wraps.any(); // which would still move it
    attach_states(o, s, u);
    u.small = nullptr;
    if (has_small_parts(o.rule)) attach_small(o, i, g.now);
  }
  attach_ages(o);
  plan_row_clips(o);
  return DLOPT_OK;
}

// Calls visit(parameter with its coefficients, first element, number of elements, ordinal of the chunk, slot) for each chunk of a task.
template <class Visit> void for_each_update(const dlopt_optimizer& o, size_t task, Visit visit) {
  o.cut.for_each_chunk(task, o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const parameter_update& u = o.updates[i];
    if (!u.param || u.coefs) return visit(u, first, n, ordinal, i);
    step_coefs coefs;
    compute_coefs(o, o.slots[i], coefs);
    parameter_update own = u;
    use_coefs(own, coefs);
    visit(own, first, n, ordinal, i);
  });
}

// ---- rules that look at whole tensors

bool asks_sums(const dlopt_optimizer& o) noexcept { return moves(o) && o.rule.n_sums; }

void sums_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  const int32_t n_sums = o.rule.n_sums;
  for_each_update(o, task, [&](const parameter_update& u, int64_t first, int64_t n, int64_t ordinal, size_t) {
    if (u.param) measure_range(*o.run.k, u, first, n, n_sums, o.cut.partials() + ordinal * n_sums);
  });
}

// Calls visit(slot, its sums) for each slot that takes the step. A tensor's sums are added up chunk by chunk in order.
template <class Visit> void for_each_sums(dlopt_optimizer& o, Visit visit) noexcept {
  const double* partial = o.cut.partials();
  for (size_t i = 0; i < o.slots.count(); ++i) {
    double sums[kMaxSums] = {};
    for (int64_t chunk = chunks_of(o.numels[i]); chunk > 0; --chunk)
      for (int32_t k = 0; k < o.rule.n_sums; ++k) sums[k] += *partial++;
    if (o.updates[i].param) visit(i, sums);
  }
}

// Lets the rule see all tensors together, and make its shared numbers at this step.
void conclude_shared(dlopt_optimizer& o, double (&totals)[kMaxSums], double (&shared)[kMaxNumbers]) noexcept {
  for_each_sums(o, [&](size_t i, const double* sums) {
    const hyper_values h = hypers_of(o, o.slots[i]);
    o.rule.collect(h, step_of(o, o.slots[i], h), sums, totals);
  });
  o.rule.conclude(o.groups[0].now, totals, shared);
}

// Lets the rule make the coefficients of each tensor from its sums, or from those of all.
dlopt_status settle_coefs(dlopt_optimizer& o, bool&) noexcept {
  double totals[kMaxSums] = {}, shared[kMaxNumbers];
  std::memcpy(shared, o.shared, sizeof shared);
  if (o.rule.n_shared) conclude_shared(o, totals, shared);
  o.settled.set_count(o.slots.count());
  for_each_sums(o, [&](size_t i, const double* sums) {
    const slot& s = o.slots[i];
    hyper_values h = hypers_of(o, s);
    step_info step = step_of(o, s, h);
    step_coefs& own = o.settled[i];
    const int32_t n = o.rule.coefs(h, step, own.values);
    std::memcpy(step.shared, shared, sizeof shared);
    o.rule.settle(h, step, o.rule.n_shared ? totals : sums, own.values, s.numbers);
    if (o.rule.decay_lr) h.value[DLOPT_HYPER_LR] = o.rule.decay_lr(h, own.values);
    finish_coefs(o.rule, h, s.arithmetic, s.lr_scales || s.decay_scales, n, own);
    use_coefs(o.updates[i], own);
  });
  std::memcpy(o.shared, shared, sizeof shared);
  return DLOPT_OK;
}

// ---- the forms of cautious that ask how much of a parameter's steps would agree with their gradients

bool asks_how_many(const dlopt_optimizer& o, size_t i) noexcept {
  if (!o.updates[i].param) return false;
  const hyper_values& h = o.groups[size_t(o.slots[i].group)].now;
  return h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_MEAN) || h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_COUNT);
}

bool asks_masks(const dlopt_optimizer& o) noexcept {
  bool asked = false;
  for (size_t i = 0; moves(o) && i < o.slots.count(); ++i) asked |= asks_how_many(o, i);
  return asked;
}

void count_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  for_each_update(o, task, [&](const parameter_update& u, int64_t first, int64_t n, int64_t ordinal, size_t) {
    if (u.param) o.cut.partials()[ordinal] = double(count_agreeing(*o.run.k, u, first, n));
  });
}

// Liang et al. 2024: the steps that are taken make up for those that are not.
dlopt_status settle_masks(dlopt_optimizer& o, bool&) noexcept {
  const double* partial = o.cut.partials();
  for (size_t i = 0; i < o.slots.count(); ++i) {
    double agreeing = 0;
    for (int64_t chunk = chunks_of(o.numels[i]); chunk > 0; --chunk) agreeing += *partial++;
    if (!asks_how_many(o, i)) continue;
    const double n = double(o.numels[i]), part = agreeing / n;
    const bool by_mean = o.groups[size_t(o.slots[i].group)].now.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_MEAN);
    o.updates[i].how.masked_factor = by_mean ? 1 / (part > 1e-3 ? part : 1e-3) : n / (agreeing + 1);
  }
  return DLOPT_OK;
}

// ---- the update

void update_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  for_each_update(o, task, [&](const parameter_update& u, int64_t first, int64_t n, int64_t, size_t i) {
    if (u.param) update_range(*o.run.k, u, first, n);
    if (!o.wraps.any()) return;
    accompany_chunk(o, *o.run.k, i, first, n);
    if (u.param && u.copy && !is_copied_later(o, i)) copy_range(*o.run.k, u, first, n);
  });
}

dlopt_status finish_update(dlopt_optimizer& o, bool&) noexcept {
  if (o.rule.cover_state >= 0) keep_covers(o);
  return DLOPT_OK;
}

pass measure_sums(dlopt_optimizer& o) noexcept { return over_chunks(o, sums_task); }
pass count_masks(dlopt_optimizer& o) noexcept { return over_chunks(o, count_task); }
pass update(dlopt_optimizer& o) noexcept { return over_chunks(o, update_task); }

} // namespace

const phase settle_phase = {moves, nullptr, settle_updates, false};
const phase sums_phase = {asks_sums, measure_sums, settle_coefs, true};
const phase masks_phase = {asks_masks, count_masks, settle_masks, false};
const phase update_phase = {moves, update, finish_update, true};

void plan_moments(dlopt_optimizer& o) noexcept {
  o.settled.set_count(o.slots.count());
  for (size_t i = 0; i < o.slots.count(); ++i) {
    if (!o.updates[i].param) continue;
    const slot& s = o.slots[i];
    compute_coefs(o, s, o.settled[i]);
    use_coefs(o.updates[i], o.settled[i]);
    const hyper_values h = hypers_of(o, s);
    for (int32_t m = 0; m < o.rule.n_moments; ++m) o.small.slots[i].states.moments[m].plan = o.rule.moment(h, step_of(o, s, h), m);
  }
}

void count_step(dlopt_optimizer& o) noexcept {
  for (size_t i = 0; i < o.slots.count(); ++i) {
    const parameter_update& u = o.updates[i];
    if (!u.param) continue;
    slot& s = o.slots[i];
    if (o.rule.n_numbers) {
      const hyper_values h = hypers_of(o, s);
      std::memcpy(s.numbers, step_of(o, s, h).numbers, size_t(o.rule.n_numbers) * sizeof(double));
    }
    ++s.steps;
    s.fresh &= ~(u.small ? kept_states(o.rule, o.groups[size_t(s.group)].now, s.dims) : u.used);
  }
  ++o.steps;
}

} // namespace dlopt
