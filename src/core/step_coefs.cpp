// What of a slot's update depends only on step, hyper-parameters and shape.
#include "core/decay.h"
#include "core/step.h"

#include <cfloat>
#include <cstring>

namespace dlopt {

namespace {

// A finite coefficient stays finite in the arithmetic type.
double saturated(double value, dlopt_dtype arithmetic) noexcept {
  return arithmetic == DLOPT_DTYPE_F32 ? limited(value, double(FLT_MAX)) : value;
}

bool has_scales(const slot& s) noexcept { return s.lr_scales || s.decay_scales; }

} // namespace

double lr_part_of(const hyper_values& h, double lr_set) noexcept {
  const double lr0 = h.is(DLOPT_HYPER_DECAY_LR) ? h[DLOPT_HYPER_DECAY_LR] : lr_set;
  return lr0 > 0 ? h[DLOPT_HYPER_LR] / lr0 : 0; // lr0 of 0 has nothing to be a part of
}

hyper_values hypers_of(const dlopt_optimizer& o, const slot& s) noexcept {
  const group& g = o.groups[size_t(s.group)];
  hyper_values h = g.now;
  h.lr_part = lr_part_of(h, g.set[DLOPT_HYPER_LR]);
  const slot_scales scales = scales_of(o, s);
  h.value[DLOPT_HYPER_LR] *= scales.lr;
  h.value[DLOPT_HYPER_WEIGHT_DECAY] *= scales.decay;
  return h;
}

step_info plain_step(dlopt_dtype arithmetic, int64_t t, uint32_t fresh, int64_t numel, double loss) noexcept {
  const bool single = arithmetic == DLOPT_DTYPE_F32;
  const double tiny = single ? double(FLT_MIN) : DBL_MIN, epsilon = single ? double(FLT_EPSILON) : DBL_EPSILON;
  return {t, fresh, tiny, {}, {}, loss, epsilon, double(numel)};
}

namespace {

step_info step_at(const dlopt_optimizer& o, const slot& s, const hyper_values& h, int64_t steps, uint32_t fresh) noexcept {
  step_info step = plain_step(s.arithmetic, steps + 1, fresh, s.numel, o.loss);
  std::memcpy(step.numbers, s.numbers, size_t(o.rule.n_numbers) * sizeof(double));
  std::memcpy(step.shared, o.shared, sizeof step.shared);
  o.rule.advance(h, step, step.numbers);
  return step;
}

} // namespace

step_info step_of(const dlopt_optimizer& o, const slot& s, const hyper_values& h) noexcept { return step_at(o, s, h, s.steps, s.fresh); }

void finish_coefs(const rule_info& rule, const hyper_values& h, dlopt_dtype arithmetic, bool has_scales, int32_t n,
                  step_coefs& coefs) noexcept {
  coefs.decay = plan_decay(rule, h, has_scales || rule.noisy || h.is(DLOPT_HYPER_CAUTIOUS));
  coefs.values[0] *= coefs.decay.rate_factor; // every rule's first coefficient is its rate
  for (int32_t i = 0; i < n; ++i) coefs.values[i] = saturated(coefs.values[i], arithmetic);
  coefs.decay.l2 = saturated(coefs.decay.l2, arithmetic);
  coefs.decay.keep = saturated(coefs.decay.keep, arithmetic);
  coefs.decay.weight = saturated(coefs.decay.weight, arithmetic);
}

void compute_coefs_at(const dlopt_optimizer& o, const slot& s, int64_t steps, uint32_t fresh, step_coefs& out) noexcept {
  const hyper_values h = hypers_of(o, s);
  const int32_t n = o.rule.coefs(h, step_at(o, s, h, steps, fresh), out.values);
  finish_coefs(o.rule, h, s.arithmetic, has_scales(s), n, out);
}

void compute_coefs(const dlopt_optimizer& o, const slot& s, step_coefs& out) noexcept { compute_coefs_at(o, s, s.steps, s.fresh, out); }

namespace {

// Whether everything that compute_coefs reads is the same.
bool same_coefs(const dlopt_optimizer& o, const slot& a, const slot& b) noexcept {
  for (int32_t k = 0; k < o.rule.n_numbers; ++k)
    if (a.numbers[k] != b.numbers[k]) return false;
  const slot_scales of_a = scales_of(o, a), of_b = scales_of(o, b);
  return a.steps == b.steps && of_a.lr == of_b.lr && of_a.decay == of_b.decay && a.group == b.group && a.fresh == b.fresh &&
         a.arithmetic == b.arithmetic && has_scales(a) == has_scales(b);
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

placing placing_of(const rule_info& rule, const hyper_values& h, int64_t t, uint32_t number) noexcept {
  placing how = {};
  how.noisy = rule.noisy;
  if (how.noisy) how.noise = {uint64_t(h[DLOPT_HYPER_SEED]), uint64_t(t), number};
  how.masked = h.is(DLOPT_HYPER_CAUTIOUS);
  how.masked_factor = 1;
  how.skips_zeros = h.is(DLOPT_HYPER_ZERO_GRAD, DLOPT_ZERO_GRAD_SKIP);
  how.apart = how.noisy || how.masked || how.skips_zeros || decays_apart(h);
  return how;
}

placing placing_of(const dlopt_optimizer& o, size_t index) noexcept {
  const slot& s = o.slots[index];
  placing how = placing_of(o.rule, o.groups[size_t(s.group)].now, s.steps + 1, s.stream);
  how.lr_scales = s.lr_scales;
  how.decay_scales = s.decay_scales;
  how.period = s.scale_period;
  how.apart |= has_scales(s);
  return how;
}

} // namespace dlopt
