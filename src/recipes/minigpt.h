// The set-up that tutorials give a small GPT: torch.optim.AdamW on all parameters, CosineAnnealingLR over the whole training (1000 steps
// there), clip_grad_norm_ to 1. Past its end lr stays at 0, where PyTorch's climbs again.
#pragma once

#include "recipes/recipe.h"

namespace dlopt {

struct minigpt {
  static constexpr dlopt_rule rule = DLOPT_RULE_ADAMW;
  static constexpr hyper_setting hypers[] = {
      {DLOPT_HYPER_LR, 1e-4},  {DLOPT_HYPER_BETA1, 0.9},         {DLOPT_HYPER_BETA2, 0.999},
      {DLOPT_HYPER_EPS, 1e-8}, {DLOPT_HYPER_WEIGHT_DECAY, 0.01}, {DLOPT_HYPER_MAX_NORM, 1},
  };
  static constexpr uint32_t undecayed = kNoRole;
  static constexpr length_bounds epoch = kNotRead;
  static constexpr length_bounds total = {1, kMostWholeSteps, "whose lr comes to 0 there"};
  static lr_schedule lr(const training_length& length) {
    return {DLOPT_SCHEDULE_COSINE, {{DLOPT_FIELD_TOTAL_STEPS, double(length.total_steps)}}};
  }
};

} // namespace dlopt
