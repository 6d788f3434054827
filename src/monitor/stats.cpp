#include "monitor/stats.h"

#include "core/last_error.h"
#include "core/structs.h"
#include "monitor/buffer_stats.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

static_assert(DLOPT_STATS_BINS == kMagnitudes && DLOPT_STATS_LOWEST == kLowestMagnitude && DLOPT_STATS_BLOCK == kBlock);

constexpr int32_t kSparsest = 1 << 20;

// What the caller shows of one slot; nullptr: nothing.
struct shown {
  const dlopt_tensor *param, *grad, *before;
};

// What is found of several slots together.
struct totals {
  buffer_stats param, grad;
  double update_norm, moved_norm; // of parameters whose earlier values are shown, too
  double state_norm[DLOPT_STATS_MAX_STATES];
  bool param_shown, grad_shown, before_shown;
  uint32_t kept; // states that some slot keeps, as bits
};

dlopt_status check_buffer(const slot& s, const dlopt_tensor& tensor, argument what) noexcept {
  if (dlopt_status status = check_against(s, tensor, what)) return status;
  if (dlopt_status status = check_gradient_dtype(tensor.dtype, what)) return status;
  if (tensor.data || !s.numel) return DLOPT_OK;
  return fail(DLOPT_ERR_INVALID_ARGUMENT, "data of %s: got NULL, wanted %lld elements", argument_text(what).text(), (long long)s.numel);
}

dlopt_status check_param_buffer(const slot& s, const dlopt_tensor& tensor, argument what) noexcept {
  if (dlopt_status status = check_buffer(s, tensor, what)) return status;
  if (tensor.dtype == s.dtype) return DLOPT_OK;
  return fail(DLOPT_ERR_DTYPE, "dtype of %s: got %s, wanted %s, as declared for %s", argument_text(what).text(), dtype_name(tensor.dtype),
              dtype_name(s.dtype), quoted(s.name).text());
}

census_view view_of(const void* data, parameter_storage storage) noexcept { return {data, storage, nullptr, nullptr, 0, {}}; }

// How far the parameter has moved. Its own 16 bits are compared with 16 bits: a master would seem to have moved by their rounding.
census_view update_view(const slot& s, const shown& its, const parameter_storage& storage) noexcept {
  census_view view = view_of(its.param->data, its.before->dtype == s.dtype ? stored_plainly(s.dtype, storage.spacing) : storage);
  view.before = its.before->data;
  view.before_dtype = its.before->dtype;
  view.before_spacing = spacing_of(*its.before);
  return view;
}

dlopt_status measure_shown(dlopt_optimizer& o, size_t index, const shown& its, int64_t sample, totals& all) noexcept {
  const slot& s = o.slots[index];
  const element_spacing spacing = its.param ? spacing_of(*its.param) : element_spacing{};
  const parameter_storage storage = storage_of(o, index, spacing, rounded_array::parameter);
  buffer_stats one = {};
  if (its.param) {
    if (dlopt_status status = measure_buffer(o.runtime, o.cut, view_of(its.param->data, storage), s.numel, sample, true, one))
      return status;
    join(all.param, one);
    all.param_shown = true;
  }
  if (its.before) {
    all.moved_norm = joined_norm(all.moved_norm, one.found.norm);
    if (dlopt_status status = measure_buffer(o.runtime, o.cut, update_view(s, its, storage), s.numel, sample, false, one)) return status;
    all.update_norm = joined_norm(all.update_norm, one.found.norm);
    all.before_shown = true;
  }
  if (!its.grad) return DLOPT_OK;
  const census_view grad = view_of(its.grad->data, stored_plainly(its.grad->dtype, spacing_of(*its.grad)));
  if (dlopt_status status = measure_buffer(o.runtime, o.cut, grad, s.numel, sample, true, one)) return status;
  join(all.grad, one);
  all.grad_shown = true;
  return DLOPT_OK;
}

dlopt_status measure_states(dlopt_optimizer& o, const slot& s, int64_t sample, totals& all, dlopt_stats& stats) noexcept {
  const uint32_t kept = s.allocated & kept_states(o.rule, o.groups[size_t(s.group)].now, s.dims);
  all.kept |= kept;
  for (int32_t k = 0; k < o.rule.n_states; ++k) {
    if (!(kept >> k & 1u)) continue;
    const stored_state stored = stored_in(o.rule, s, k);
    census_view view = view_of(s.states[k], stored_plainly(s.arithmetic));
    if (stored.code != state_code::full) view.few_bits = &stored;
    const int64_t every = o.rule.states[k].shape == DLOPT_STATE_ELEMENTS ? sample : 1;
    buffer_stats one = {};
    if (dlopt_status status = measure_buffer(o.runtime, o.cut, view, state_count(o.rule, s, k), every, false, one)) return status;
    all.state_norm[k] = joined_norm(all.state_norm[k], one.found.norm);
    stats.state_nonfinite += one.found.nonfinite;
  }
  for (int32_t k = 0; k < o.rule.n_numbers; ++k) {
    all.state_norm[o.rule.n_states + k] = joined_norm(all.state_norm[o.rule.n_states + k], std::fabs(s.numbers[k]));
    stats.state_nonfinite += !std::isfinite(s.numbers[k]);
  }
  return DLOPT_OK;
}

// What a slot is set to; NaN where it differs from the slots before.
void note_settings(const dlopt_optimizer& o, const slot& s, bool first, dlopt_stats& stats) noexcept {
  const hyper_values& h = o.groups[size_t(s.group)].now;
  const slot_scales scales = scales_of(o, s);
  const double lr = h[DLOPT_HYPER_LR] * scales.lr, decay = h[DLOPT_HYPER_WEIGHT_DECAY] * scales.decay;
  stats.effective_lr = first || stats.effective_lr == lr ? lr : NAN;
  stats.effective_weight_decay = first || stats.effective_weight_decay == decay ? decay : NAN;
  stats.numel += s.numel;
  stats.steps = s.steps > stats.steps ? s.steps : stats.steps;
}

void tell(const dlopt_optimizer& o, const totals& all, dlopt_stats& stats) noexcept {
  stats.state_count = o.rule.n_states + o.rule.n_numbers + o.rule.n_shared;
  stats.param_norm = all.param_shown ? all.param.found.norm : NAN;
  stats.grad_norm = all.grad_shown ? all.grad.found.norm : NAN;
  stats.param_nonfinite = all.param_shown ? all.param.found.nonfinite : -1;
  stats.grad_nonfinite = all.grad_shown ? all.grad.found.nonfinite : -1;
  stats.update_norm = all.before_shown ? all.update_norm : NAN;
  stats.update_ratio = all.before_shown ? all.update_norm / all.moved_norm : NAN;
  const census &param = all.param.kinds, &grad = all.grad.kinds;
  stats.param_measured = all.param.measured;
  stats.param_nan = param.nan, stats.param_inf = param.infinite;
  stats.param_zero = param.zero, stats.param_denormal = param.denormal;
  stats.grad_measured = all.grad.measured;
  stats.grad_nan = grad.nan, stats.grad_inf = grad.infinite;
  stats.grad_zero = grad.zero, stats.grad_denormal = grad.denormal;
  std::memcpy(stats.param_magnitudes, param.magnitudes, sizeof param.magnitudes);
  std::memcpy(stats.grad_magnitudes, grad.magnitudes, sizeof grad.magnitudes);
  for (int32_t k = 0; k < DLOPT_STATS_MAX_STATES; ++k) {
    const int32_t number = k - o.rule.n_states, shared = number - o.rule.n_numbers;
    const bool told = number >= 0 ? shared < 0 : all.kept >> k & 1u;
    stats.state_norm[k] = told ? all.state_norm[k] : NAN;
    if (shared < 0 || shared >= o.rule.n_shared) continue;
    stats.state_norm[k] = std::fabs(o.shared[shared]);
    stats.state_nonfinite += !std::isfinite(o.shared[shared]);
  }
}

// Measures slots for which wanted(index) is true, all checked, with what show(index) gives.
template <class Wanted, class Show>
dlopt_status measure_all(dlopt_optimizer& o, int64_t sample, Wanted wanted, Show show, dlopt_stats& stats) noexcept {
  totals all = {};
  bool first = true;
  stats = {};
  o.changed = true; // the plan of the step is cut anew for each buffer
  for (size_t i = 0; i < o.slots.count(); ++i) {
    if (!wanted(i)) continue;
    note_settings(o, o.slots[i], first, stats);
    first = false;
    if (dlopt_status status = measure_shown(o, i, show(i), sample, all)) return status;
    if (dlopt_status status = measure_states(o, o.slots[i], sample, all, stats)) return status;
  }
  if (first) stats.effective_lr = stats.effective_weight_decay = NAN;
  tell(o, all, stats);
  return DLOPT_OK;
}

dlopt_status check_selection(const dlopt_optimizer& o, const dlopt_stats_desc& d) noexcept {
  if (d.slot != DLOPT_SLOT_ALL)
    if (dlopt_status status = find_slot(o, d.slot)) return status;
  if (d.group < -1 || d.group >= int32_t(o.groups.count()))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "group: got %d, wanted -1 to %d", d.group, int32_t(o.groups.count()) - 1);
  if (d.group != -1 && d.slot != DLOPT_SLOT_ALL)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "group: got %d beside slot %d, wanted -1", d.group, d.slot);
  if (d.sample < 1 || d.sample > kSparsest) return fail(DLOPT_ERR_OUT_OF_RANGE, "sample: got %d, wanted 1 to %d", d.sample, kSparsest);
  const bool given = d.params || d.grads || d.before;
  if (given && d.count != o.slots.count())
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "count: got %zu, wanted %zu: one tensor for each slot", d.count, o.slots.count());
  return DLOPT_OK;
}

// The tensor of a slot; nullptr where the array is not given, or has nothing there.
const dlopt_tensor* tensor_of(const dlopt_tensor* tensors, size_t index) noexcept {
  return tensors && tensor_at(tensors, index).data ? &tensor_at(tensors, index) : nullptr;
}

dlopt_status check_shown(const slot& s, const shown& its, size_t index) noexcept {
  const auto at = ptrdiff_t(index);
  if (its.param)
    if (dlopt_status status = check_param_buffer(s, *its.param, {"params", at})) return status;
  if (its.grad)
    if (dlopt_status status = check_buffer(s, *its.grad, {"grads", at})) return status;
  if (!its.before) return DLOPT_OK;
  if (!its.param) return fail(DLOPT_ERR_INVALID_ARGUMENT, "before[%zu]: got a tensor, wanted its parameter in params, too", index);
  return check_buffer(s, *its.before, {"before", at});
}

dlopt_status check_sizes(const dlopt_tensor* tensors, size_t count, const char* what) noexcept {
  for (size_t i = 0; tensors && i < count; ++i)
    if (dlopt_status status = check_size(tensor_at(tensors, i), *tensors, what, i)) return status;
  return DLOPT_OK;
}

// A tensor that is given alone.
dlopt_status check_single(const dlopt_tensor* tensor, const char* what) noexcept {
  dlopt_tensor known;
  return tensor ? take(tensor, known, what) : DLOPT_OK;
}

} // namespace

dlopt_status measure_slot(dlopt_optimizer& o, int32_t index, const dlopt_tensor* param, const dlopt_tensor* grad,
                          dlopt_stats& stats) noexcept {
  const slot& s = o.slots[size_t(index)];
  if (dlopt_status status = check_single(param, "param")) return status;
  if (dlopt_status status = check_single(grad, "grad")) return status;
  if (param)
    if (dlopt_status status = check_param_buffer(s, *param, {"param"})) return status;
  if (grad)
    if (dlopt_status status = check_buffer(s, *grad, {"grad"})) return status;
  if (dlopt_status status = refresh_group(o, s.group)) return status;
  return measure_all(
      o, 1, [&](size_t i) { return i == size_t(index); },
      [&](size_t) {
        return shown{param, grad, nullptr};
      },
      stats);
}

dlopt_status measure_slots(dlopt_optimizer& o, const dlopt_stats_desc& d, dlopt_stats& stats) noexcept {
  if (dlopt_status status = check_selection(o, d)) return status;
  if (dlopt_status status = check_sizes(d.params, d.count, "params")) return status;
  if (dlopt_status status = check_sizes(d.grads, d.count, "grads")) return status;
  if (dlopt_status status = check_sizes(d.before, d.count, "before")) return status;
  const auto wanted = [&](size_t i) {
    const slot& s = o.slots[i];
    return !s.removed && (d.slot == DLOPT_SLOT_ALL || size_t(d.slot) == i) && (d.group == -1 || d.group == s.group);
  };
  const auto show = [&](size_t i) { return shown{tensor_of(d.params, i), tensor_of(d.grads, i), tensor_of(d.before, i)}; };
  for (size_t i = 0; i < o.slots.count(); ++i) {
    if (!wanted(i)) continue;
    if (dlopt_status status = check_shown(o.slots[i], show(i), i)) return status;
    if (dlopt_status status = refresh_group(o, o.slots[i].group)) return status;
  }
  return measure_all(o, d.sample, wanted, show, stats);
}

} // namespace dlopt
