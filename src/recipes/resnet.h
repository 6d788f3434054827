// He et al. 2016, "Deep residual learning for image recognition", section 3.4. The paper divides lr by 10 when the error stops to fall;
// every 30 epochs is what PyTorch's ImageNet example made of it.
#pragma once

#include "recipes/recipe.h"

namespace dlopt {

struct resnet {
  static constexpr dlopt_rule rule = DLOPT_RULE_SGD;
  static constexpr hyper_setting hypers[] = {
      {DLOPT_HYPER_LR, 0.1},
      {DLOPT_HYPER_MOMENTUM, 0.9},
      {DLOPT_HYPER_WEIGHT_DECAY, 1e-4},
  };
  static constexpr uint32_t undecayed = kNoRole;
  static constexpr int64_t kEpochs = 30;
  static constexpr length_bounds epoch = {1, kMostWholeSteps / kEpochs, "whose lr falls every 30 epochs"};
  static constexpr length_bounds total = kNotRead;
  static lr_schedule lr(const training_length& length) {
    return {DLOPT_SCHEDULE_STEP, {{DLOPT_FIELD_STEP_SIZE, double(kEpochs * length.steps_per_epoch)}, {DLOPT_FIELD_GAMMA, 0.1}}};
  }
};

} // namespace dlopt
