// One step: check everything, measure the gradients if asked, settle the coefficients, update all parameters in one parallel region.
//
// Until the update begins nothing of the caller's or of the optimizer's has changed, so every error before it leaves no trace.
#include "core/step.h"

#include "core/last_error.h"
#include "core/row_steps.h"
#include "drivers/dispatch.h"
#include "gradient/clip.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

// A limit that the step gives, or else the optimizer's own.
double given(double limit, const dlopt_optimizer& o, dlopt_hyper own) noexcept { return limit < INFINITY ? limit : o.groups[0].now[own]; }

struct gradient_plan {
  double divisor = 1; // beside grad_scale: of accumulated gradients
  double factor = 1;
  bool skip = false;
};

// Whether to hold the step back. The row of those that were is broken by finite gradients alone, not by a step that was let through with
// others because the row was long enough: only what comes after tells whether the trouble is over.
bool settle_skip(dlopt_optimizer& o, const dlopt_step_desc& d) noexcept {
  if (!(d.flags & DLOPT_STEP_SKIP_NONFINITE)) return false;
  if (d.nonfinite == 0) o.skips = 0;
  const bool skip = d.nonfinite > 0 && (d.max_skips == 0 || o.skips < d.max_skips);
  if (skip && o.skips < INT32_MAX) ++o.skips;
  return skip;
}

// Measures the gradients when an option needs it, and says what they are multiplied by.
dlopt_status settle_gradients(dlopt_optimizer& o, const kernels& k, dlopt_step_desc& d, gradient_plan& g) noexcept {
  d.grad_norm = NAN;
  d.nonfinite = -1;
  const double scale = d.grad_scale * g.divisor;
  g.factor = 1 / scale;
  const double max_norm = given(d.max_norm, o, DLOPT_HYPER_MAX_NORM);
  const bool clips = max_norm < INFINITY;
  if (!clips && !(d.flags & (DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM))) return DLOPT_OK;
  norm_result measured;
  if (!gradient_norm(o.runtime, k, o.cut, o.views.begin(), o.numels.begin(), o.slots.count(), d.norm_type, measured))
    return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
  d.grad_norm = measured.norm / scale;
  d.nonfinite = measured.nonfinite;
  g.skip = settle_skip(o, d);
  if (clips) g.factor = clip_factor(d.grad_norm, max_norm, d.clip_form) / scale;
  return DLOPT_OK;
}

void settle_updates(dlopt_optimizer& o, const dlopt_step_desc& d, double factor) noexcept {
  o.n_coefs = 0;
  int last = 0;
  for (size_t i = 0; i < o.slots.count(); ++i) {
    parameter_update& u = o.updates[i];
    if (!u.param) continue;
    const slot& s = o.slots[i];
    const group& g = o.groups[size_t(s.group)];
    u.rule = o.rule.id;
    u.used = g.used;
    const step_coefs* shared = shared_coefs(o, i, last);
    u.how = placing_of(o, i);
    u.how.apart |= u.delta || !u.grad;
    u.coefs = nullptr;
    if (shared) use_coefs(u, *shared);
    u.grad_factor = g.now.is(DLOPT_HYPER_MAXIMIZE) ? -factor : factor;
    u.clip_value = given(d.clip_value, o, DLOPT_HYPER_CLIP_VALUE);
    u.zero_grads = d.flags & DLOPT_STEP_ZERO_GRADS;
    std::memcpy(u.states, s.states, sizeof u.states);
    u.small = nullptr;
    if (has_small_parts(o.rule)) attach_small(o, i, g.now);
  }
  attach_ages(o);
}

struct update_job {
  dlopt_optimizer& o;
  const kernels& k;
};

// Calls visit(parameter with its coefficients, first element, number of elements, ordinal of the chunk) for each chunk of a task.
template <class Visit> void for_each_update(const dlopt_optimizer& o, size_t task, Visit visit) {
  o.cut.for_each_chunk(task, o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const parameter_update& u = o.updates[i];
    if (!u.param || u.coefs) return visit(u, first, n, ordinal);
    step_coefs coefs;
    compute_coefs(o, o.slots[i], coefs);
    parameter_update own = u;
    use_coefs(own, coefs);
    visit(own, first, n, ordinal);
  });
}

void update_task(void* context, size_t task) {
  const auto& job = *static_cast<const update_job*>(context);
  for_each_update(job.o, task, [&](const parameter_update& u, int64_t first, int64_t n, int64_t) {
    if (u.param) update_range(job.k, u, first, n);
  });
}

void update_and_accompany_task(void* context, size_t task) {
  const auto& job = *static_cast<const update_job*>(context);
  update_task(context, task);
  accompany_task(job.o, job.k, task);
}

void measure_task(void* context, size_t task) {
  const auto& job = *static_cast<const update_job*>(context);
  const int32_t n_sums = job.o.rule.n_sums;
  for_each_update(job.o, task, [&](const parameter_update& u, int64_t first, int64_t n, int64_t ordinal) {
    if (u.param) measure_range(job.k, u, first, n, n_sums, job.o.cut.partials() + ordinal * n_sums);
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
void conclude_sums(dlopt_optimizer& o, double (&totals)[kMaxSums], double (&shared)[kMaxNumbers]) noexcept {
  for_each_sums(o, [&](size_t i, const double* sums) {
    const hyper_values h = hypers_of(o, o.slots[i]);
    o.rule.collect(h, step_of(o, o.slots[i], h), sums, totals);
  });
  o.rule.conclude(o.groups[0].now, totals, shared);
}

// Lets the rule make the coefficients of each tensor from its sums, or from those of all.
void settle_coefs(dlopt_optimizer& o) noexcept {
  double totals[kMaxSums] = {}, shared[kMaxNumbers];
  std::memcpy(shared, o.shared, sizeof shared);
  if (o.rule.n_shared) conclude_sums(o, totals, shared);
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
    finish_coefs(o.rule, h, s, n, own);
    use_coefs(o.updates[i], own);
  });
  std::memcpy(o.shared, shared, sizeof shared);
}

bool run_tasks(dlopt_optimizer& o, const kernels& k, dlopt_task_fn task) noexcept {
  update_job job = {o, k};
  return run_parallel(o.runtime, o.cut.n_tasks(), o.cut.elements(), task, &job, o.cut.ran());
}

// How much of a parameter's steps would agree with their gradients, for the forms of cautious that ask.
bool asks_how_many(const dlopt_optimizer& o, size_t i) noexcept {
  if (!o.updates[i].param) return false;
  const hyper_values& h = o.groups[size_t(o.slots[i].group)].now;
  return h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_MEAN) || h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_COUNT);
}

void count_task(void* context, size_t task) {
  const auto& job = *static_cast<const update_job*>(context);
  for_each_update(job.o, task, [&](const parameter_update& u, int64_t first, int64_t n, int64_t ordinal) {
    if (u.param) job.o.cut.partials()[ordinal] = double(count_agreeing(job.k, u, first, n));
  });
}

// Liang et al. 2024: the steps that are taken make up for those that are not.
void settle_masks(dlopt_optimizer& o) noexcept {
  const double* partial = o.cut.partials();
  for (size_t i = 0; i < o.slots.count(); ++i) {
    double agreeing = 0;
    for (int64_t chunk = chunks_of(o.numels[i]); chunk > 0; --chunk) agreeing += *partial++;
    if (!asks_how_many(o, i)) continue;
    const double n = double(o.numels[i]), part = agreeing / n;
    const bool by_mean = o.groups[size_t(o.slots[i].group)].now.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_MEAN);
    o.updates[i].how.masked_factor = by_mean ? 1 / (part > 1e-3 ? part : 1e-3) : n / (agreeing + 1);
  }
}

// What moments are made with: each slot's own coefficients, as far as they are known before its sums are.
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

bool update_all(dlopt_optimizer& o, const kernels& k) noexcept {
  if (o.rule.n_moments) {
    plan_moments(o);
    if (!make_moment(o, k, 0)) return false;
  }
  if (o.rule.n_sums) {
    if (!run_tasks(o, k, measure_task)) return false;
    settle_coefs(o);
  }
  for (int32_t m = 1; m < o.rule.n_moments; ++m)
    if (!make_moment(o, k, m)) return false;
  bool asked = false;
  for (size_t i = 0; i < o.slots.count(); ++i) asked |= asks_how_many(o, i);
  if (asked) {
    if (!run_tasks(o, k, count_task)) return false;
    settle_masks(o);
  }
  if (!run_tasks(o, k, o.wraps.any() ? update_and_accompany_task : update_task)) return false;
  if (o.rule.cover_state >= 0) keep_covers(o);
  if (o.wraps.any() && !finish_accompaniment(o, k)) return false;
  return finish_rows(o, k);
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

// Refreshes every group, and sees that those that need the loss were told it.
dlopt_status refresh_groups(dlopt_optimizer& o, double loss) noexcept {
  for (size_t g = 0; g < o.groups.count(); ++g) {
    if (dlopt_status status = refresh_group(o, int32_t(g))) return status;
    if (loss != loss && o.rule.needs_loss(o.groups[g].now))
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "loss: got nan, wanted a number: %s needs it (group %zu)", o.rule.name, g);
  }
  o.loss = loss;
  return DLOPT_OK;
}

} // namespace

void cut_if_changed(dlopt_optimizer& o) noexcept {
  const size_t n = o.slots.count();
  if (!o.changed) return;
  o.numels.set_count(n);
  o.updates.set_count(n);
  o.views.set_count(n);
  o.checked.set_count(0);
  for (size_t i = 0; i < n; ++i) o.numels[i] = o.slots[i].numel;
  o.cut.cut(o.numels.begin(), n);
  cut_small(o);
  o.changed = false;
  if (!o.wraps.any()) return;
  o.wraps.numels.set_count(n);
  for (size_t i = 0; i < n; ++i) o.wraps.numels[i] = o.slots[i].numel;
  o.wraps.whole.cut(o.wraps.numels.begin(), n);
}

namespace {

// All that can be wrong with a step, found before anything changes.
dlopt_status check_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count, const dlopt_step_desc& d,
                        gradient_plan& gradients) noexcept {
  if (o.broken) return fail(DLOPT_ERR_STATE, "optimizer: a step was torn by parallel_for; wanted it destroyed");
  if (o.mode == DLOPT_MODE_EVAL)
    return fail(DLOPT_ERR_STATE, "optimizer: it is in eval mode; wanted it in train mode (dlopt_optimizer_mode) before a step");
  if (dlopt_status status = check_options(d)) return status;
  cut_if_changed(o);
  if (dlopt_status status = choose_gradients(o, count, d, grads, gradients.divisor)) return status;
  if (dlopt_status status = note_slots(o, params, grads, count, d)) return status;
  if (o.wraps.any())
    if (dlopt_status status = note_accompaniment(o, params, count, d)) return status;
  if (dlopt_status status = refresh_groups(o, d.loss)) return status;
  if (dlopt_status status = check_overlaps(o, d.flags & DLOPT_STEP_ZERO_GRADS, d.deltas)) return status;
  return settle_rows(o);
}

// The step itself; false: torn by parallel_for.
bool apply_step(dlopt_optimizer& o, const kernels& k, const dlopt_step_desc& d, const gradient_plan& gradients) noexcept {
  if (o.wraps.any() && !begin_accompaniment(o, k, gradients.skip)) return false;
  if (gradients.skip) return true;
  settle_updates(o, d, gradients.factor);
  if (!update_all(o, k)) return false;
  count_step(o);
  if (o.wraps.any()) count_accompaniment(o);
  return true;
}

} // namespace

dlopt_status take_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                       dlopt_step_desc& d) noexcept {
  gradient_plan gradients;
  if (dlopt_status status = check_step(o, params, grads, count, d, gradients)) return status;
  const kernels& k = current_kernels();
  if (dlopt_status status = settle_gradients(o, k, d, gradients)) return status;
  d.skipped = gradients.skip;
  d.skips = o.skips;
  if (gradients.skip) log_line(o.runtime, DLOPT_LOG_WARNING, "step skipped: %lld gradient elements are not finite", (long long)d.nonfinite);
  if (!apply_step(o, k, d, gradients)) {
    o.broken = true;
    return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; parts of the step were applied");
  }
  forget_accumulated(o);
  d.applied_step = o.steps;
  return DLOPT_OK;
}

} // namespace dlopt
