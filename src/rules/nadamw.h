// NAdamW: NAdam with decoupled weight decay, in the form that the AlgoPerf benchmark's baseline has.
//
// Dozat 2016 (see nadam.h), without a momentum schedule; Loshchilov and Hutter 2019, "Decoupled weight decay regularization".
// Departs: gradient and moment have the same correction, 1 - beta1^t. The defaults are those of timm's NAdamW, whose numbers, as
// AlgoPerf's, the preset "timm" reproduces. "optax" is optax.nadamw; "torch" is torch.optim.NAdam with decoupled_weight_decay: other
// optimizers.
#pragma once

#include "rules/nadam.h"

namespace dlopt {

struct nadamw : nadam {
  static constexpr hyper_row hypers[] = {
      lr_row(1e-3),
      nadam::hypers[1],
      nadam::hypers[2],
      nadam::hypers[3],
      decay_row(1e-2),
      nadam::hypers[5],
      {DLOPT_HYPER_NESTEROV_FORM, DLOPT_KIND_CHOICE, "nesterov_form", DLOPT_NESTEROV_SAME, 0, 2, nadam::hypers[6].doc,
       nadam::hypers[6].choices},
      nadam::hypers[7],
      decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      {"timm", DLOPT_HYPER_NESTEROV_FORM, DLOPT_NESTEROV_SAME},
      {"timm", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"timm", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      nadam::presets[0],
      nadam::presets[1],
      nadam::presets[2],
      nadam::presets[5],
      nadam::presets[6],
      nadam::presets[7],
  };
  // States, numbers, coefficients and the update are NAdam's.
};

} // namespace dlopt
