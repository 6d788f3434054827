// Weight decay as the driver does it, from a group's hyper-parameters.
#pragma once

#include "core/registry.h"
#include "drivers/update.h"

namespace dlopt {

// g += l2 p; p = keep p - step, with the rule's rate times rate_factor. Decay before the update is keep alone; after it keep (p - step)
// becomes keep p - keep step, so the rate takes the factor: either way the elements pay for one multiplication. What cannot be said so is
// put into place apart, with a weight.
struct decay_plan {
  double l2 = 0, keep = 1, rate_factor = 1;
  double weight = 0;
  decay_form form = decay_form::linear;
  bool after = false, has_lr = false;
};

// `each`: the rate's factor will not do: elements have scales of their own, steps are masked by their sign, or hold noise.
decay_plan plan_decay(const rule_info& rule, const hyper_values& h, bool each) noexcept;

// Whether decay under these hyper-parameters must be put into place apart, whatever the scales.
inline bool decays_apart(const hyper_values& h) noexcept {
  return h.is(DLOPT_HYPER_WEIGHT_DECAY) &&
         (h.is(DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_L1) || h.is(DLOPT_HYPER_DECAY_MODE, DLOPT_DECAY_CAUTIOUS));
}

} // namespace dlopt
