#include "core/kernel_call.h"

#include "core/last_error.h"
#include "core/shape.h"
#include "core/step.h"
#include "core/structs.h"
#include "drivers/piece.h"

#include <cmath>
#include <cstring>

namespace dlopt {

namespace {

constexpr uint32_t kKernelFlags = DLOPT_STEP_ZERO_GRADS | DLOPT_STEP_FLUSH_DENORMALS;

// nullptr, or why an element of this rule cannot be updated without the others.
const char* needs_more(const rule_info& rule) noexcept {
  if (rule.n_moments) return "it keeps moments of rows and columns";
  if (rule.cover_state >= 0) return "its elements share what it keeps of rows and columns";
  if (rule.n_sums) return "it needs sums over whole tensors";
  if (rule.n_numbers || rule.n_shared) return "it keeps numbers of whole tensors from step to step";
  return nullptr;
}

dlopt_status check_reach(const rule_info& rule, const hyper_values& h) noexcept {
  if (h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_MEAN) || h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_COUNT))
    return fail(DLOPT_ERR_UNSUPPORTED, "cautious of %s: got %s, wanted off or mask: the other forms count over whole tensors", rule.name,
                h.is(DLOPT_HYPER_CAUTIOUS, DLOPT_CAUTIOUS_MEAN) ? "mean" : "count");
  if (h[DLOPT_HYPER_MAX_NORM] < INFINITY)
    return fail(DLOPT_ERR_UNSUPPORTED,
                "max_norm of %s: got %s, wanted none: it needs the norm of all gradients; give its factor in grad_factor", rule.name,
                number(h[DLOPT_HYPER_MAX_NORM]).text());
  return DLOPT_OK;
}

// One listed hyper-parameter; `seen` holds those before it.
dlopt_status read_hyper(const rule_info& rule, const dlopt_hyper_value& one, size_t index, bool (&seen)[kHyperLimit],
                        hyper_values& h) noexcept {
  const hyper_row* row = find_hyper(rule, one.hyper);
  if (!row) return unknown_hyper(rule, one.hyper);
  if (seen[row->id]) return fail(DLOPT_ERR_INVALID_ARGUMENT, "hypers[%zu]: got %s a second time, wanted it once", index, row->name);
  if (dlopt_status status = check_value(*row, one.value, rule.name)) return status;
  seen[row->id] = true;
  h.value[row->id] = one.value + 0.0; // -0.0 becomes 0.0
  return DLOPT_OK;
}

dlopt_status check_amount(const char* name, double value, double least, double most) noexcept {
  if (value >= least && value <= most) return DLOPT_OK;
  return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %s, wanted a number in [%s, %s]", name, number(value).text(), number(least).text(),
              number(most).text());
}

} // namespace

dlopt_status read_hypers(const rule_info& rule, const dlopt_hyper_value* listed, size_t count, hyper_values& h) noexcept {
  if (const char* reason = needs_more(rule))
    return fail(DLOPT_ERR_UNSUPPORTED, "rule: got %s, wanted one whose elements are updated each for itself: %s", rule.name, reason);
  if (count && !listed) return fail(DLOPT_ERR_INVALID_ARGUMENT, "hypers: got NULL, wanted %zu of them", count);
  h = defaults_of(rule);
  bool seen[kHyperLimit] = {};
  for (size_t i = 0; i < count; ++i) {
    const auto* at = reinterpret_cast<const dlopt_hyper_value*>(reinterpret_cast<const char*>(listed) + i * listed->struct_size);
    if (at->struct_size != listed->struct_size)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "struct_size of hypers[%zu]: got %u, wanted %u, as of hypers[0]", i, at->struct_size,
                  listed->struct_size);
    dlopt_hyper_value one;
    if (dlopt_status status = take(at, one, "hypers")) return status;
    if (dlopt_status status = read_hyper(rule, one, i, seen, h)) return status;
  }
  if (const char* problem = rule.conflict(h)) return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: %s", rule.name, problem);
  return check_reach(rule, h);
}

double initial_value(const rule_info& rule, const hyper_values& h, int32_t state) noexcept {
  const bool kept = states_in_use(rule, h) >> state & 1u;
  return kept && rule.states[state].initial ? h[rule.states[state].initial] : 0;
}

dlopt_status kernel_call::check(const hyper_values& h, int64_t step) const noexcept {
  if (step < 1) return fail(DLOPT_ERR_INVALID_ARGUMENT, "step: got %lld, wanted 1 or more", (long long)step);
  if (b_.flags & ~kKernelFlags) return fail(DLOPT_ERR_INVALID_ARGUMENT, "flags: got %#x, wanted only bits of %#x", b_.flags, kKernelFlags);
  if (b_.dtype != DLOPT_DTYPE_F32 && b_.dtype != DLOPT_DTYPE_F64)
    return fail(DLOPT_ERR_DTYPE, "dtype of buffers: got %d (%s), wanted f32 or f64", b_.dtype, dtype_name(b_.dtype));
  if (dlopt_status status = check_gradient_dtype(b_.grad_dtype, {"grad"})) return status;
  if (b_.delta)
    if (dlopt_status status = check_gradient_dtype(b_.delta_dtype, {"delta"})) return status;
  if (dlopt_status status = check_amount("grad_factor", b_.grad_factor, -kLargestAmount, kLargestAmount)) return status;
  if (dlopt_status status = check_amount("clip_value", b_.clip_value, 0, INFINITY)) return status;
  if (dlopt_status status = check_amount("lr_scale", b_.lr_scale, 0, kLargestScale)) return status;
  if (dlopt_status status = check_amount("decay_scale", b_.decay_scale, 0, kLargestScale)) return status;
  if (b_.n < 0 || b_.n > PTRDIFF_MAX / 8)
    return fail(DLOPT_ERR_SHAPE, "n: got %lld, wanted 0 to %lld", (long long)b_.n, (long long)(PTRDIFF_MAX / 8));
  return check_buffers(h);
}

dlopt_status kernel_call::check_buffers(const hyper_values& h) const noexcept {
  const uint32_t used = states_in_use(rule_, h);
  if (dlopt_status status = check_states(used)) return status;
  if (dlopt_status status = check_strides(used)) return status;
  if (!b_.n) return DLOPT_OK;
  if (!b_.param) return fail(DLOPT_ERR_INVALID_ARGUMENT, "param: got NULL, wanted %lld elements", (long long)b_.n);
  if (!b_.grad && !h.is(DLOPT_HYPER_NULL_GRAD, DLOPT_NULL_GRAD_ZERO))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "grad: got NULL, wanted %lld elements, or null_grad zero", (long long)b_.n);
  if (b_.delta && b_.delta == b_.grad && (b_.flags & DLOPT_STEP_ZERO_GRADS))
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "flags: got ZERO_GRADS, wanted it not where delta takes the place of the gradient");
  return check_overlaps(used);
}

dlopt_status kernel_call::check_states(uint32_t used) const noexcept {
  if (b_.n_states < 0 || b_.n_states > rule_.n_states)
    return fail(DLOPT_ERR_INVALID_ARGUMENT, "n_states: got %d, wanted 0 to %d, as %s has", b_.n_states, rule_.n_states, rule_.name);
  if (b_.n_states && !b_.states) return fail(DLOPT_ERR_INVALID_ARGUMENT, "states: got NULL, wanted %d pointers", b_.n_states);
  for (int32_t k = 0; k < rule_.n_states; ++k) {
    if (!(used >> k & 1u)) continue;
    const char* const name = rule_.states[k].name;
    if (k >= b_.n_states)
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "n_states: got %d, wanted %d or more: %s keeps %s", b_.n_states, k + 1, rule_.name, name);
    if (b_.n && !b_.states[k])
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "states[%d]: got NULL, wanted %lld elements of %s", k, (long long)b_.n, name);
  }
  return DLOPT_OK;
}

dlopt_status kernel_call::check_strides(uint32_t used) const noexcept {
  if (dlopt_status status = check_stride(b_.param_stride, b_.n, {"param_stride"})) return status;
  if (dlopt_status status = check_stride(b_.grad_stride, b_.n, {"grad_stride"})) return status;
  if (dlopt_status status = check_stride(b_.delta_stride, b_.n, {"delta_stride"})) return status;
  for (int32_t k = 0; b_.state_strides && k < rule_.n_states; ++k)
    if (used >> k & 1u)
      if (dlopt_status status = check_stride(b_.state_strides[k], b_.n, {"state_strides", k})) return status;
  return DLOPT_OK;
}

dlopt_status kernel_call::check_overlaps(uint32_t used) const noexcept {
  enum { param, grad, delta, states };
  const char* names[states + kMaxElementStates] = {"param", "grad", "delta"};
  address_range parts[states + kMaxElementStates] = {range_of(b_.param, b_.dtype, spacing_of(b_.param_stride), b_.n, true, param),
                                                     range_of(b_.grad, b_.grad_dtype, spacing_of(b_.grad_stride), b_.n, false, grad),
                                                     range_of(b_.delta, b_.delta_dtype, spacing_of(b_.delta_stride), b_.n, true, delta)};
  int count = states;
  for (int32_t k = 0; k < rule_.n_states; ++k) {
    if (!(used >> k & 1u)) continue;
    names[count] = rule_.states[k].name;
    parts[count++] = range_of(b_.states[k], b_.dtype, spacing_of_state(k), b_.n, true, size_t(states));
  }
  const bool in_place = b_.delta == b_.grad && b_.delta_dtype == b_.grad_dtype && b_.delta_stride == b_.grad_stride;
  for (int i = 0; i < count; ++i)
    for (int j = 0; j < i; ++j) {
      const address_range &a = parts[j], &b = parts[i];
      if (!a.first || !b.first || !overlap(a, b) || (in_place && i == delta && j == grad)) continue;
      return fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got a buffer that overlaps %s, wanted %s", names[i], names[j],
                  a.unit || b.unit ? "one of its own, or in its gaps with one stride in bytes" : "one of its own");
    }
  return DLOPT_OK;
}

void kernel_call::settle(hyper_values h, int64_t step) noexcept {
  u_.rule = rule_.id;
  u_.used = states_in_use(rule_, h);
  u_.how = placing_of(rule_, h, step, b_.slot);
  u_.grad_factor = h.is(DLOPT_HYPER_MAXIMIZE) ? -b_.grad_factor : b_.grad_factor;
  u_.clip_value = b_.clip_value < INFINITY ? b_.clip_value : h[DLOPT_HYPER_CLIP_VALUE];
  u_.zero_grads = b_.flags & DLOPT_STEP_ZERO_GRADS;
  u_.dtype = b_.dtype;
  u_.grad_dtype = b_.grad_dtype;
  u_.param = b_.param;
  u_.storage = stored_plainly(b_.dtype, spacing_of(b_.param_stride));
  u_.grad = b_.grad;
  u_.grad_spacing = spacing_of(b_.grad_stride);
  u_.delta = b_.delta;
  u_.delta_dtype = b_.delta_dtype;
  u_.delta_spacing = spacing_of(b_.delta_stride);
  for (int32_t k = 0; k < rule_.n_states; ++k)
    if (u_.used >> k & 1u) u_.states[k] = b_.states[k];
  u_.how.apart |= u_.delta || !u_.grad;

  h.lr_part = lr_part_of(h, h[DLOPT_HYPER_LR]);
  h.value[DLOPT_HYPER_LR] *= b_.lr_scale;
  h.value[DLOPT_HYPER_WEIGHT_DECAY] *= b_.decay_scale;
  const uint32_t fresh = step == 1 ? u_.used : u_.used & b_.fresh;
  const int32_t n = rule_.coefs(h, plain_step(b_.dtype, step, fresh, b_.n, NAN), coefs_.values);
  finish_coefs(rule_, h, b_.dtype, false, n, coefs_);
  use_coefs(u_, coefs_);
}

// Whether loops may run on them where they lie.
bool kernel_call::states_in_place() const noexcept {
  for (int s = 0; s < kMaxElementStates; ++s) {
    if (!(u_.used >> s & 1u)) continue;
    if (spacing_of_state(s).has_gaps() || reinterpret_cast<uintptr_t>(u_.states[s]) % uintptr_t(bytes_of(u_.dtype))) return false;
  }
  return true;
}

// A piece whose states are brought to where they lie side by side, and back.
void kernel_call::apply_staged(const kernels& k, int64_t first, int64_t n) const noexcept {
  alignas(64) char states[kMaxElementStates][kPiece * sizeof(double)];
  parameter_update moved = u_;
  moved.param = element(u_.param, u_.dtype, u_.storage.spacing.place(first));
  if (u_.grad) moved.grad = element(u_.grad, u_.grad_dtype, u_.grad_spacing.place(first));
  if (u_.delta) moved.delta = element(u_.delta, u_.delta_dtype, u_.delta_spacing.place(first));
  moved.how.shift = first;
  for (int s = 0; s < kMaxElementStates; ++s) {
    moved.states[s] = states[s];
    if (u_.used >> s & 1u) gather(u_.states[s], u_.dtype, spacing_of_state(s), first, n, states[s]);
  }
  update_range(k, moved, 0, n);
  for (int s = 0; s < kMaxElementStates; ++s)
    if (u_.used >> s & 1u) scatter(states[s], n, u_.states[s], u_.dtype, spacing_of_state(s), first);
}

void kernel_call::apply(const kernels& k, int64_t first, int64_t past) const noexcept {
  const bool in_place = states_in_place();
  const int64_t most = in_place ? kChunk : kPiece;
  for (int64_t at = first; at < past; at += most) {
    const int64_t n = past - at < most ? past - at : most;
    if (in_place) update_range(k, u_, at, n);
    else apply_staged(k, at, n);
  }
}

} // namespace dlopt
