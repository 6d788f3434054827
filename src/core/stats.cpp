// What dlopt_optimizer_stats tells: norms and counts of one parameter, its gradient and its state.
#include "core/last_error.h"
#include "core/optimizer.h"
#include "core/structs.h"
#include "drivers/dispatch.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

// The 2-norm of one buffer.
dlopt_status measure(dlopt_optimizer& o, plan& cut, int64_t count, const gradient_view& view, norm_result& result) noexcept {
  cut.cut(&count, 1);
  if (gradient_norm(o.runtime, current_kernels(), cut, &view, &count, 1, 2, result)) return DLOPT_OK;
  return fail(DLOPT_ERR_INTERNAL, "parallel_for: it did not run every task exactly once; nothing was changed");
}

// A tensor that the caller shows: of the slot's shape, with data unless it is empty.
dlopt_status check_shown(const slot& s, const dlopt_tensor& shown, const char* what) noexcept {
  dlopt_tensor known;
  if (dlopt_status status = take(&shown, known, what)) return status;
  if (dlopt_status status = check_against(s, shown, {what})) return status;
  if (dlopt_status status = check_gradient_dtype(shown.dtype, {what})) return status;
  if (!shown.data && s.numel)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s: got NULL, wanted %lld elements", what, (long long)s.numel);
  return DLOPT_OK;
}

// A state in few bits is decoded first, into `decoded`.
dlopt_status measure_state(dlopt_optimizer& o, plan& cut, const slot& s, int32_t k, array<float>& decoded, norm_result& result) noexcept {
  const int64_t count = state_count(o.rule, s, k);
  if (code_of(o.rule, s, k) == state_code::full) return measure(o, cut, count, {s.states[k], s.arithmetic}, result);
  read_state(o.rule, s, k, decoded.begin());
  return measure(o, cut, count, {decoded.begin(), DLOPT_DTYPE_F32}, result);
}

} // namespace

dlopt_status measure_slot(dlopt_optimizer& o, int32_t index, const dlopt_tensor* param, const dlopt_tensor* grad,
                          dlopt_stats& stats) noexcept {
  const slot& s = o.slots[size_t(index)];
  if (param)
    if (dlopt_status status = check_shown(s, *param, "param")) return status;
  if (grad)
    if (dlopt_status status = check_shown(s, *grad, "grad")) return status;
  if (dlopt_status status = refresh_group(o, s.group)) return status;
  array<float> decoded(o.runtime);
  if (s.form != DLOPT_STATES_FULL && !decoded.reserve(size_t(s.numel)))
    return fail(DLOPT_ERR_OUT_OF_MEMORY, "stats: no memory for states in few bits");
  plan& cut = o.cut; // of the step, which finds it changed
  o.changed = true;
  const hyper_values& h = o.groups[size_t(s.group)].now;
  norm_result result = {NAN, -1};
  stats.state_count = o.rule.n_states + o.rule.n_numbers + o.rule.n_shared;
  stats.numel = s.numel;
  stats.steps = s.steps;
  stats.effective_lr = h[DLOPT_HYPER_LR] * scales_of(o, s).lr;
  stats.effective_weight_decay = h[DLOPT_HYPER_WEIGHT_DECAY] * scales_of(o, s).decay;
  if (param)
    if (dlopt_status status = measure(o, cut, s.numel, {param->data, param->dtype, nullptr, spacing_of(*param)}, result)) return status;
  stats.param_norm = result.norm;
  stats.param_nonfinite = result.nonfinite;
  result = {NAN, -1};
  if (grad)
    if (dlopt_status status = measure(o, cut, s.numel, {grad->data, grad->dtype, nullptr, spacing_of(*grad)}, result)) return status;
  stats.grad_norm = result.norm;
  stats.grad_nonfinite = result.nonfinite;
  stats.state_nonfinite = 0;
  const uint32_t kept = s.allocated & kept_states(o.rule, h, s.dims);
  for (int k = 0; k < DLOPT_STATS_MAX_STATES; ++k) {
    stats.state_norm[k] = NAN;
    const int number = k - o.rule.n_states, shared = number - o.rule.n_numbers;
    if (number >= 0 && shared < o.rule.n_shared) {
      const double value = shared < 0 ? s.numbers[number] : o.shared[shared];
      stats.state_norm[k] = std::fabs(value);
      stats.state_nonfinite += !std::isfinite(value);
    }
    if (number >= 0 || !(kept >> k & 1u)) continue;
    if (dlopt_status status = measure_state(o, cut, s, k, decoded, result)) return status;
    stats.state_norm[k] = result.norm;
    stats.state_nonfinite += result.nonfinite;
  }
  return DLOPT_OK;
}

} // namespace dlopt
