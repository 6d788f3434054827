#include "core/decay.h"

namespace dlopt {

decay_plan plan_decay(const rule_info& rule, const hyper_values& h, bool each) noexcept {
  decay_plan plan;
  if (!rule.leaves_decay) return plan;
  const double lr = h[DLOPT_HYPER_LR], w = h[DLOPT_HYPER_WEIGHT_DECAY];
  plan.after = h.is(DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER);
  plan.weight = lr * w;
  plan.has_lr = true;
  switch (int32_t(h[DLOPT_HYPER_DECAY_MODE])) {
  case DLOPT_DECAY_L2: {
    decay_plan l2;
    l2.l2 = w;
    return l2;
  }
  case DLOPT_DECAY_INDEPENDENT:
    plan.weight = h.lr_part * w;
    plan.has_lr = false;
    break;
  case DLOPT_DECAY_CORRECTED: plan.weight = h.lr_part * lr * w; break;
  case DLOPT_DECAY_FIXED:
    plan.weight = w;
    plan.has_lr = false;
    break;
  case DLOPT_DECAY_PROXIMAL: plan.form = decay_form::proximal; break;
  case DLOPT_DECAY_L1: plan.form = decay_form::by_size; return plan;
  case DLOPT_DECAY_CAUTIOUS: plan.form = decay_form::cautious; return plan;
  }
  if (each) return plan;
  plan.keep = plan.form == decay_form::proximal ? 1 / (1 + plan.weight) : 1 - plan.weight;
  if (plan.after) plan.rate_factor = plan.keep;
  plan.weight = 0;
  plan.after = false;
  return plan;
}

} // namespace dlopt
