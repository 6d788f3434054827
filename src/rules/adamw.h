// AdamW: Adam with decoupled weight decay, on by default.
//
// Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2.
// Departs: the decay is lr * weight_decay, as in every framework; the paper's decay does not hold the base learning rate. The defaults are
// torch.optim.AdamW's, whose numbers the preset "torch" reproduces; "optax" is optax.adamw, "apex" FusedAdam. "bnb" decays after the
// update, as bitsandbytes' CUDA kernels do.
#pragma once

#include "rules/adam.h"

namespace dlopt {

struct adamw : adam {
  static constexpr hyper_row hypers[] = {
      adam::hypers[0], adam::hypers[1], adam::hypers[2], adam::hypers[3], decay_row(1e-2),
      adam::hypers[5], adam::hypers[6], adam::hypers[7], adam::hypers[8], decay_mode_row(DLOPT_DECAY_DECOUPLED),
  };
  static constexpr preset_row presets[] = {
      adam::presets[0],
      adam::presets[1],
      adam::presets[2],
      adam::presets[3],
      adam::presets[5],
      adam::presets[6],
      adam::presets[7],
      adam::presets[8],
      {"apex", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"apex", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"apex", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"apex", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_BEFORE},
      {"bnb", DLOPT_HYPER_EPS_MODE, DLOPT_EPS_OUTSIDE},
      {"bnb", DLOPT_HYPER_AMSGRAD_FORM, DLOPT_AMSGRAD_RAW},
      {"bnb", DLOPT_HYPER_BIAS_CORRECTION, 1},
      {"bnb", DLOPT_HYPER_DECAY_ORDER, DLOPT_DECAY_AFTER},
  };
  // States, coefficients and the update are Adam's.
};

} // namespace dlopt
