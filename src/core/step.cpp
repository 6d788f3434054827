// One step: check everything, run the phases (step_phases.cpp), count. Whole, or in pieces of the caller's.
//
// Until the first phase that applies something nothing of the caller's or of the optimizer's has changed, so every error before it leaves
// no trace.
#include "core/step.h"

#include "core/fp_mode.h"
#include "core/last_error.h"
#include "core/row_steps.h"
#include "drivers/dispatch.h"

#include <cmath>

namespace dlopt {

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
  lay_out_observations(o);
  o.changed = false;
  if (!o.wraps.any()) return;
  o.wraps.numels.set_count(n);
  for (size_t i = 0; i < n; ++i) o.wraps.numels[i] = o.slots[i].numel;
  o.wraps.whole.cut(o.wraps.numels.begin(), n);
}

namespace {

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

// What gradients are divided by, all together.
dlopt_status choose_scale(const dlopt_step_desc& d, double divisor, double& scale) noexcept {
  scale = d.grad_scale * divisor * (d.scaler ? scale_of(*d.scaler) : 1);
  if (scale >= 1 / kLargestAmount && scale <= kLargestAmount) return DLOPT_OK;
  return fail(DLOPT_ERR_OUT_OF_RANGE,
              "grad_scale: got %s, wanted its product with the scaler's scale and the sum of weights, %s, in [1e-30, 1e30]",
              number(d.grad_scale).text(), number(scale).text());
}

// All that can be wrong with a step, found before anything changes.
dlopt_status check_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count, const dlopt_step_desc& d,
                        double& scale) noexcept {
  if (dlopt_status status = check_whole(o)) return status;
  if (o.mode == DLOPT_MODE_EVAL)
    return fail(DLOPT_ERR_STATE, "optimizer: it is in eval mode; wanted it in train mode (dlopt_optimizer_mode) before a step");
  if (dlopt_status status = check_options(d)) return status;
  cut_if_changed(o);
  double divisor = 1;
  if (dlopt_status status = choose_gradients(o, count, d, grads, divisor)) return status;
  if (dlopt_status status = choose_scale(d, divisor, scale)) return status;
  if (dlopt_status status = note_slots(o, params, grads, count, d)) return status;
  if (dlopt_status status = check_observations(o)) return status;
  if (o.wraps.any())
    if (dlopt_status status = note_accompaniment(o, params, count, d)) return status;
  if (dlopt_status status = refresh_groups(o, d.loss)) return status;
  if (dlopt_status status = check_overlaps(o, d.flags & DLOPT_STEP_ZERO_GRADS, d.deltas)) return status;
  return settle_rows(o);
}

// What is left once every phase has run.
void count(dlopt_optimizer& o) noexcept {
  step_run& run = o.run;
  const bool bad = run.desc.nonfinite > 0;
  if (o.wraps.any()) end_perturbation(o);
  if (run.skip)
    log_line(o.runtime, DLOPT_LOG_WARNING, "step skipped: %lld gradient elements are not finite", (long long)run.desc.nonfinite);
  else count_step(o);
  if (!run.skip && o.wraps.any()) count_accompaniment(o);
  o.skips = run.skips;
  if (run.desc.scaler) take_result(*run.desc.scaler, bad);
  forget_accumulated(o);
  forget_observations(o);
  run.desc.applied_step = o.steps;
}

} // namespace

dlopt_status begin_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                        const dlopt_step_desc& d) noexcept {
  double scale = 1;
  if (dlopt_status status = check_step(o, params, grads, count, d, scale)) return status;
  step_run& run = o.run;
  run = {};
  run.desc = d;
  run.desc.grad_norm = NAN;
  run.desc.nonfinite = -1;
  run.desc.skipped = 0;
  run.desc.skips = run.skips = o.skips;
  run.scale = scale;
  run.factor = 1 / scale;
  run.k = &current_kernels();
  run.norm = search_norm(o.views.begin(), o.numels.begin(), o.slots.count(), d.norm_type);
  o.tensor_norms.set_count(0);
  return DLOPT_OK;
}

dlopt_status go_on_with_step(dlopt_optimizer& o, int64_t elements, bool& complete) noexcept {
  const fp_mode mode(o.run.desc.flags & DLOPT_STEP_FLUSH_DENORMALS);
  const dlopt_status status = advance(o, elements);
  if (status) o.run.open = false;
  complete = is_complete(o);
  return status;
}

dlopt_status end_step(dlopt_optimizer& o, dlopt_step_desc& d) noexcept {
  if (!is_complete(o)) return fail(DLOPT_ERR_STATE, "optimizer: the step is not done; wanted dlopt_optimizer_step_part until it is");
  count(o);
  const dlopt_step_desc& from = o.run.desc;
  d.skipped = from.skipped;
  d.skips = from.skips;
  d.grad_norm = from.grad_norm;
  d.nonfinite = from.nonfinite;
  d.applied_step = from.applied_step;
  o.run.open = false;
  return DLOPT_OK;
}

dlopt_status take_step(dlopt_optimizer& o, const dlopt_tensor* params, const dlopt_tensor* grads, size_t count,
                       dlopt_step_desc& d) noexcept {
  bool complete = false;
  if (dlopt_status status = begin_step(o, params, grads, count, d)) return status;
  if (dlopt_status status = go_on_with_step(o, INT64_MAX, complete)) return status;
  return end_step(o, d);
}

} // namespace dlopt
