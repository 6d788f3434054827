// What a step measures of its gradients: the norm of all of them, and that of each; and what follows for their factors.
#include "core/last_error.h"
#include "core/step.h"
#include "gradient/clip.h"
#include "lanes/number.h"

#include <cmath>

namespace dlopt {

double given(double limit, const dlopt_optimizer& o, dlopt_hyper own) noexcept { return limit < INFINITY ? limit : o.groups[0].now[own]; }

namespace {

double max_norm_of(const dlopt_optimizer& o) noexcept { return given(o.run.desc.max_norm, o, DLOPT_HYPER_MAX_NORM); }
bool clips_tensors(const dlopt_optimizer& o) noexcept { return o.run.desc.tensor_max_norm < INFINITY; }
bool may_skip(const dlopt_step_desc& d) noexcept { return d.scaler || (d.flags & DLOPT_STEP_SKIP_NONFINITE); }

// ---- the common norm

bool asks_norm(const dlopt_optimizer& o) noexcept {
  return max_norm_of(o) < INFINITY || may_skip(o.run.desc) || clips_tensors(o) || (o.run.desc.flags & DLOPT_STEP_GRAD_NORM);
}

// Whether the parts of this slot were told beforehand: sums of squares of elements as they are.
bool is_known(const dlopt_optimizer& o, size_t i) noexcept {
  const norm_search& s = o.run.norm;
  return o.observations[i].data && o.views[i].data && s.what == quantity::squares && !s.scaled;
}

void norm_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  o.cut.for_each_chunk(task, o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    double& part = o.cut.partials()[ordinal];
    part = is_known(o, i) ? o.observed[size_t(o.observations[i].first + first / kChunk)] : measure_part(*o.run.k, o.run.norm, i, first, n);
  });
}

// Nothing but sums is left to read where all is known; then no thread needs to be woken.
int64_t unknown_elements(const dlopt_optimizer& o) noexcept {
  if (!o.n_observed) return o.cut.elements();
  int64_t elements = 0;
  for (size_t i = 0; i < o.slots.count(); ++i) elements += is_known(o, i) ? 0 : o.numels[i];
  return elements;
}

pass measure_norm(dlopt_optimizer& o) noexcept {
  pass all = over_chunks(o, norm_task);
  all.elements = unknown_elements(o);
  return all;
}

// Calls visit(slot, what its chunks add up to, or the largest of them) in order.
template <class Visit> void for_each_tensor(dlopt_optimizer& o, bool largest, Visit visit) noexcept {
  const double* part = o.cut.partials();
  for (size_t i = 0; i < o.slots.count(); ++i) {
    double total = 0;
    for (int64_t chunk = chunks_of(o.numels[i]); chunk > 0; --chunk, ++part) total = largest ? larger(total, *part) : total + *part;
    visit(i, total);
  }
}

// The first pass tells the norms of most tensors, too.
void keep_tensor_norms(dlopt_optimizer& o) noexcept {
  const norm_search& s = o.run.norm;
  o.tensor_norms.set_count(o.slots.count());
  for_each_tensor(o, false, [&](size_t i, double sum) {
    const bool known = s.what == powers_of(s.p) && is_certain(sum, o.views[i].dtype == DLOPT_DTYPE_F64);
    o.tensor_norms[i] = {known ? root(sum, s.p) : 0, 1, known || !o.views[i].data};
  });
}

// Whether to hold the step back. The row of those that were is broken by finite gradients alone, not by a step that was let through with
// others because the row was long enough: only what comes after tells whether the trouble is over.
dlopt_status settle_skip(dlopt_optimizer& o) noexcept {
  step_run& run = o.run;
  dlopt_step_desc& d = run.desc;
  if (!may_skip(d)) return DLOPT_OK;
  if (d.nonfinite == 0) run.skips = 0;
  run.skip = d.nonfinite > 0 && (d.max_skips == 0 || run.skips < d.max_skips);
  if (run.skip && run.skips < INT32_MAX) ++run.skips;
  d.skipped = run.skip;
  d.skips = run.skips;
  return d.nonfinite > 0 && d.scaler ? check_backoff(*d.scaler) : DLOPT_OK;
}

dlopt_status conclude_norm(dlopt_optimizer& o, bool& again) noexcept {
  step_run& run = o.run;
  if (clips_tensors(o) && !run.norm.scaled && run.norm.what != quantity::nonfinite && !o.tensor_norms.count()) keep_tensor_norms(o);
  again = search_on(run.norm, o.cut.partials());
  if (again) return DLOPT_OK;
  run.desc.grad_norm = run.norm.result.norm / run.scale;
  run.desc.nonfinite = run.norm.result.nonfinite;
  if (const double most = max_norm_of(o); most < INFINITY)
    run.factor = clip_factor(run.desc.grad_norm, most, run.desc.clip_form) / run.scale;
  return settle_skip(o);
}

// ---- the norm of each tensor, where the first pass did not tell it

bool asks_tensors(const dlopt_optimizer& o) noexcept {
  if (o.run.skip || !clips_tensors(o)) return false;
  for (const tensor_norm& t : o.tensor_norms)
    if (!t.known) return true;
  return false;
}

template <quantity what> void tensors_task(void* context, size_t task) {
  auto& o = *static_cast<dlopt_optimizer*>(context);
  const double p = o.run.norm.p;
  o.cut.for_each_chunk(task, o.numels.begin(), [&](size_t i, int64_t first, int64_t n, int64_t ordinal) {
    const tensor_norm& t = o.tensor_norms[i];
    if (!t.known)
      o.cut.partials()[ordinal] = measure_range(*o.run.k, what == quantity::largest ? what : powers_of(p), p, t.unit, o.views[i], first, n);
  });
}

dlopt_status conclude_largest(dlopt_optimizer& o, bool&) noexcept {
  for_each_tensor(o, true, [&](size_t i, double largest) {
    tensor_norm& t = o.tensor_norms[i];
    if (!t.known) t = {largest, unit_of_norm(largest, o.run.norm.p), unit_of_norm(largest, o.run.norm.p) == 0};
  });
  return DLOPT_OK;
}

dlopt_status conclude_tensors(dlopt_optimizer& o, bool&) noexcept {
  for_each_tensor(o, false, [&](size_t i, double sum) {
    tensor_norm& t = o.tensor_norms[i];
    if (!t.known) t = {root(sum, o.run.norm.p) / t.unit, t.unit, true};
  });
  return DLOPT_OK;
}

template <quantity what> pass measure_tensors(dlopt_optimizer& o) noexcept { return over_chunks(o, tensors_task<what>); }

} // namespace

const phase norm_phase = {asks_norm, measure_norm, conclude_norm, false};
const phase tensors_largest_phase = {asks_tensors, measure_tensors<quantity::largest>, conclude_largest, false};
const phase tensors_norm_phase = {asks_tensors, measure_tensors<quantity::powers>, conclude_tensors, false};

double factor_of_gradient(const dlopt_optimizer& o, size_t i) noexcept {
  const step_run& run = o.run;
  if (!clips_tensors(o)) return run.factor;
  return clip_factor(o.tensor_norms[i].norm * run.factor, run.desc.tensor_max_norm, run.desc.clip_form) * run.factor;
}

} // namespace dlopt
