// One step: check everything, measure the gradients if asked, settle the coefficients, update all parameters in one parallel region.
//
// Until the update begins nothing of the caller's or of the optimizer's has changed, so every error before it leaves no trace.
#include "core/decay.h"
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/structs.h"
#include "drivers/dispatch.h"
#include "gradient/clip.h"

#include <cfloat>
#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

constexpr uint32_t kKnownFlags = DLOPT_STEP_ZERO_GRADS | DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM;

dlopt_status check_options(const dlopt_step_desc& d) noexcept {
  if (d.flags & ~kKnownFlags) return fail(DLOPT_ERR_INVALID_ARGUMENT, "flags: got %#x, wanted only bits of %#x", d.flags, kKnownFlags);
  if (!(d.grad_scale >= 1 / kLargestAmount && d.grad_scale <= kLargestAmount)) // its inverse must be finite in every arithmetic type
    return fail(DLOPT_ERR_OUT_OF_RANGE, "grad_scale: got %s, wanted a number in [1e-30, 1e30]", number(d.grad_scale).text());
  if (!(d.max_norm >= 0)) return fail(DLOPT_ERR_OUT_OF_RANGE, "max_norm: got %s, wanted 0 or more", number(d.max_norm).text());
  if (!(d.norm_type > 0)) return fail(DLOPT_ERR_OUT_OF_RANGE, "norm_type: got %s, wanted a number above 0", number(d.norm_type).text());
  if (!(d.clip_value >= 0)) return fail(DLOPT_ERR_OUT_OF_RANGE, "clip_value: got %s, wanted 0 or more", number(d.clip_value).text());
  if (d.max_skips < 0) return fail(DLOPT_ERR_OUT_OF_RANGE, "max_skips: got %d, wanted 0 or more", d.max_skips);
  if (d.clip_form != DLOPT_CLIP_TORCH && d.clip_form != DLOPT_CLIP_EXACT)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "clip_form: got %d, wanted 0 or 1", d.clip_form);
  return DLOPT_OK;
}

// A list without rows may have no memory either: the gradient's shape tells it from a whole gradient.
bool holds_rows(const dlopt_rows& rows, const dlopt_tensor& grad) noexcept {
  return rows.indices || (rows.struct_size && grad.ndim > 0 && grad.shape && grad.shape[0] == 0);
}

// The plan of this step counts the rows that are there; the next step begins with a new one.
void note_rows(dlopt_optimizer& o, size_t index, const dlopt_rows& rows) noexcept {
  const slot& s = o.slots[index];
  parameter_update& u = o.updates[index];
  u.rows = rows.indices;
  u.row_length = s.numel / s.shape[0];
  o.numels[index] = rows.count * u.row_length;
  o.changed = true;
}

// Writes what the step needs of slot `index` into its row of the work space; an inactive slot gets an empty row.
dlopt_status note_slot(dlopt_optimizer& o, size_t index, const dlopt_tensor& param, const dlopt_tensor& grad,
                       const dlopt_rows& rows) noexcept {
  const slot& s = o.slots[index];
  parameter_update& u = o.updates[index];
  u.param = u.grad = u.delta = nullptr;
  u.grad_dtype = 0;
  u.rows = nullptr;
  o.views[index] = {nullptr, 0};
  if (s.removed || s.frozen) return DLOPT_OK;
  if (!grad.data && !o.groups[size_t(s.group)].set.is(DLOPT_HYPER_NULL_GRAD, DLOPT_NULL_GRAD_ZERO)) return DLOPT_OK;
  if (dlopt_status status = check_param(s, param, index)) return status;
  const bool some_rows = grad.data && holds_rows(rows, grad);
  if (some_rows) {
    if (dlopt_status status = check_rows(o.rule, s, rows, grad, index)) return status;
  } else if (grad.data && !plainly_as_declared(s, grad))
    if (dlopt_status status = check_against(s, grad, {"grads", ptrdiff_t(index)})) return status;
  if (grad.data)
    if (dlopt_status status = check_gradient_dtype(grad.dtype, {"grads", ptrdiff_t(index)})) return status;
  if (!s.numel) return DLOPT_OK;
  u.param = param.data;
  u.grad = grad.data;
  u.dtype = s.dtype;
  u.grad_dtype = grad.dtype;
  o.views[index] = {grad.data, grad.dtype};
  if (some_rows) note_rows(o, index, rows);
  return DLOPT_OK;
}

// Notes where the step of a slot that moves is to be written.
dlopt_status note_delta(dlopt_optimizer& o, size_t index, const dlopt_tensor& delta) noexcept {
  parameter_update& u = o.updates[index];
  if (!u.param) return DLOPT_OK;
  const slot& s = o.slots[index];
  if (u.rows) return fail(DLOPT_ERR_UNSUPPORTED, "deltas[%zu]: got a tensor for a gradient of rows, wanted a whole gradient", index);
  if (dlopt_status status = check_against(s, delta, {"deltas", ptrdiff_t(index)})) return status;
  if (dlopt_status status = check_gradient_dtype(delta.dtype, {"deltas", ptrdiff_t(index)})) return status;
  if (!delta.data)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of deltas[%zu]: got NULL, wanted %lld elements", index, (long long)s.numel);
  u.delta = delta.data;
  u.delta_dtype = delta.dtype;
  return DLOPT_OK;
}

// The rows of slot `index`: none given for any, or none for this one, stands for all.
dlopt_status rows_at(const dlopt_rows* all, size_t index, dlopt_rows& rows) noexcept {
  rows = {};
  if (!all) return DLOPT_OK;
  const auto& its = *reinterpret_cast<const dlopt_rows*>(reinterpret_cast<const char*>(all) + index * all->struct_size);
  if (its.struct_size != all->struct_size)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of rows[%zu]: got %u, wanted %u, as of rows[0]", index, its.struct_size,
                all->struct_size);
  return take(&its, rows, "rows");
}

dlopt_status note_slots(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                        const dlopt_step_desc& d) noexcept {
  if (count != o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one tensor for each slot", count, o.slots.count());
  if (!count) return DLOPT_OK;
  if (!params || !grads) return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got NULL, wanted %zu tensors", params ? "grads" : "params", count);
  for (size_t i = 0; i < count; ++i) {
    const dlopt_tensor &param = tensor_at(params, i), &grad = tensor_at(grads, i);
    if (dlopt_status status = check_size(param, *params, "params", i)) return status;
    if (dlopt_status status = check_size(grad, *grads, "grads", i)) return status;
    dlopt_rows its;
    if (dlopt_status status = rows_at(d.rows, i, its)) return status;
    if (dlopt_status status = note_slot(o, i, param, grad, its)) return status;
    if (!d.deltas) continue;
    const dlopt_tensor& delta = tensor_at(d.deltas, i);
    if (dlopt_status status = check_size(delta, *d.deltas, "deltas", i)) return status;
    if (dlopt_status status = note_delta(o, i, delta)) return status;
  }
  if (o.changed) o.cut.cut(o.numels.begin(), count);
  return DLOPT_OK;
}

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

// A finite coefficient stays finite in the arithmetic type.
double saturated(double value, dlopt_dtype dtype) noexcept { return dtype == DLOPT_DTYPE_F32 ? limited(value, double(FLT_MAX)) : value; }

hyper_values hypers_of(const dlopt_optimizer& o, const slot& s) noexcept {
  const group& g = o.groups[size_t(s.group)];
  hyper_values h = g.now;
  const double lr0 = h.is(DLOPT_HYPER_DECAY_LR) ? h[DLOPT_HYPER_DECAY_LR] : g.set[DLOPT_HYPER_LR];
  h.lr_part = lr0 > 0 ? h[DLOPT_HYPER_LR] / lr0 : 0; // lr0 of 0 has nothing to be a part of
  const slot_scales scales = scales_of(o, s);
  h.value[DLOPT_HYPER_LR] *= scales.lr;
  h.value[DLOPT_HYPER_WEIGHT_DECAY] *= scales.decay;
  return h;
}

// Where a slot stands at the coming step, with the rule's numbers as that step makes them.
step_info step_of(const dlopt_optimizer& o, const slot& s, const hyper_values& h) noexcept {
  const bool single = s.dtype == DLOPT_DTYPE_F32;
  const double tiny = single ? double(FLT_MIN) : DBL_MIN, epsilon = single ? double(FLT_EPSILON) : DBL_EPSILON;
  step_info step = {s.steps + 1, s.fresh, tiny, {}, {}, o.loss, epsilon, double(s.numel)};
  std::memcpy(step.numbers, s.numbers, size_t(o.rule.n_numbers) * sizeof(double));
  std::memcpy(step.shared, o.shared, sizeof step.shared);
  o.rule.advance(h, step, step.numbers);
  return step;
}

bool has_scales(const slot& s) noexcept { return s.lr_scales || s.decay_scales; }

// Adds what the step does about weight decay to the rule's coefficients, and makes them fit the arithmetic type.
void finish_coefs(const rule_info& rule, const hyper_values& h, const slot& s, int32_t n, step_coefs& coefs) noexcept {
  coefs.decay = plan_decay(rule, h, has_scales(s) || rule.noisy || h.is(DLOPT_HYPER_CAUTIOUS));
  coefs.values[0] *= coefs.decay.rate_factor; // every rule's first coefficient is its rate
  for (int32_t i = 0; i < n; ++i) coefs.values[i] = saturated(coefs.values[i], s.dtype);
  coefs.decay.l2 = saturated(coefs.decay.l2, s.dtype);
  coefs.decay.keep = saturated(coefs.decay.keep, s.dtype);
  coefs.decay.weight = saturated(coefs.decay.weight, s.dtype);
}

void compute_coefs(const dlopt_optimizer& o, const slot& s, step_coefs& out) noexcept {
  const hyper_values h = hypers_of(o, s);
  const int32_t n = o.rule.coefs(h, step_of(o, s, h), out.values);
  finish_coefs(o.rule, h, s, n, out);
}

// Whether everything that compute_coefs reads is the same.
bool same_coefs(const dlopt_optimizer& o, const slot& a, const slot& b) noexcept {
  for (int32_t k = 0; k < o.rule.n_numbers; ++k)
    if (a.numbers[k] != b.numbers[k]) return false;
  const slot_scales of_a = scales_of(o, a), of_b = scales_of(o, b);
  return a.steps == b.steps && of_a.lr == of_b.lr && of_a.decay == of_b.decay && a.group == b.group && a.fresh == b.fresh &&
         a.dtype == b.dtype && has_scales(a) == has_scales(b);
}

// The coefficients of a slot. Most parameters share a set with others, so a few sets are kept; nullptr when they are used up, and the tasks
// compute the slot's own.
const step_coefs* shared_coefs(dlopt_optimizer& o, size_t index, int& last) noexcept {
  const slot& s = o.slots[index];
  if (last < o.n_coefs && same_coefs(o, o.slots[o.coefs[last].slot], s)) return &o.coefs[last].coefs;
  for (int i = 0; i < o.n_coefs; ++i)
    if (same_coefs(o, o.slots[o.coefs[i].slot], s)) return &o.coefs[last = i].coefs;
  if (o.n_coefs == dlopt_optimizer::kCoefsSets) return nullptr;
  coefs_set& set = o.coefs[last = o.n_coefs++];
  set.slot = index;
  compute_coefs(o, s, set.coefs);
  return &set.coefs;
}

void use_coefs(parameter_update& u, const step_coefs& coefs) noexcept {
  u.coefs = coefs.values;
  u.l2 = coefs.decay.l2;
  u.keep = coefs.decay.keep;
  u.how.after = coefs.decay.after;
  u.how.decay_has_lr = coefs.decay.has_lr;
  u.how.form = coefs.decay.form;
  u.how.weight = coefs.decay.weight;
}

// Whether, and how, the steps of a slot are put into place apart; without what its coefficients say.
placing placing_of(const dlopt_optimizer& o, size_t index) noexcept {
  const slot& s = o.slots[index];
  const hyper_values& h = o.groups[size_t(s.group)].now;
  placing how = {};
  how.noisy = o.rule.noisy;
  if (how.noisy) how.noise = {uint64_t(h[DLOPT_HYPER_SEED]), uint64_t(s.steps + 1), uint32_t(index)};
  how.masked = h.is(DLOPT_HYPER_CAUTIOUS);
  how.masked_factor = 1;
  how.skips_zeros = h.is(DLOPT_HYPER_ZERO_GRAD, DLOPT_ZERO_GRAD_SKIP);
  how.lr_scales = s.lr_scales;
  how.decay_scales = s.decay_scales;
  how.period = s.scale_period;
  how.apart = how.noisy || how.masked || how.skips_zeros || has_scales(s) || decays_apart(h);
  return how;
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
  return !o.wraps.any() || finish_accompaniment(o, k);
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
  return check_overlaps(o, d.flags & DLOPT_STEP_ZERO_GRADS, d.deltas);
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
