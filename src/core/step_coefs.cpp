// What of a slot's update depends only on step, hyper-parameters and shape.
#include "core/decay.h"
#include "core/step.h"

#include <cfloat>
#include <cstring>

namespace dlopt {

namespace {

// A finite coefficient stays finite in the arithmetic type.
double saturated(double value, dlopt_dtype dtype) noexcept { return dtype == DLOPT_DTYPE_F32 ? limited(value, double(FLT_MAX)) : value; }

bool has_scales(const slot& s) noexcept { return s.lr_scales || s.decay_scales; }

} // namespace

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

namespace {

step_info step_at(const dlopt_optimizer& o, const slot& s, const hyper_values& h, int64_t steps, uint32_t fresh) noexcept {
  const bool single = s.dtype == DLOPT_DTYPE_F32;
  const double tiny = single ? double(FLT_MIN) : DBL_MIN, epsilon = single ? double(FLT_EPSILON) : DBL_EPSILON;
  step_info step = {steps + 1, fresh, tiny, {}, {}, o.loss, epsilon, double(s.numel)};
  std::memcpy(step.numbers, s.numbers, size_t(o.rule.n_numbers) * sizeof(double));
  std::memcpy(step.shared, o.shared, sizeof step.shared);
  o.rule.advance(h, step, step.numbers);
  return step;
}

} // namespace

step_info step_of(const dlopt_optimizer& o, const slot& s, const hyper_values& h) noexcept { return step_at(o, s, h, s.steps, s.fresh); }

void finish_coefs(const rule_info& rule, const hyper_values& h, const slot& s, int32_t n, step_coefs& coefs) noexcept {
  coefs.decay = plan_decay(rule, h, has_scales(s) || rule.noisy || h.is(DLOPT_HYPER_CAUTIOUS));
  coefs.values[0] *= coefs.decay.rate_factor; // every rule's first coefficient is its rate
  for (int32_t i = 0; i < n; ++i) coefs.values[i] = saturated(coefs.values[i], s.dtype);
  coefs.decay.l2 = saturated(coefs.decay.l2, s.dtype);
  coefs.decay.keep = saturated(coefs.decay.keep, s.dtype);
  coefs.decay.weight = saturated(coefs.decay.weight, s.dtype);
}

void compute_coefs_at(const dlopt_optimizer& o, const slot& s, int64_t steps, uint32_t fresh, step_coefs& out) noexcept {
  const hyper_values h = hypers_of(o, s);
  const int32_t n = o.rule.coefs(h, step_at(o, s, h, steps, fresh), out.values);
  finish_coefs(o.rule, h, s, n, out);
}

void compute_coefs(const dlopt_optimizer& o, const slot& s, step_coefs& out) noexcept { compute_coefs_at(o, s, s.steps, s.fresh, out); }

namespace {

// Whether everything that compute_coefs reads is the same.
bool same_coefs(const dlopt_optimizer& o, const slot& a, const slot& b) noexcept {
  for (int32_t k = 0; k < o.rule.n_numbers; ++k)
    if (a.numbers[k] != b.numbers[k]) return false;
  const slot_scales of_a = scales_of(o, a), of_b = scales_of(o, b);
  return a.steps == b.steps && of_a.lr == of_b.lr && of_a.decay == of_b.decay && a.group == b.group && a.fresh == b.fresh &&
         a.dtype == b.dtype && has_scales(a) == has_scales(b);
}

} // namespace

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

} // namespace dlopt
