// Devlin et al. 2019, "BERT: pre-training of deep bidirectional transformers for language understanding", appendix A.2; eps, the clip and
// what does not decay as in the authors' code (google-research/bert, optimization.py). That code leaves bias correction out, and its line
// to 0 starts at step 0, so that lr jumps where the warm-up ends; here AdamW is corrected, and the line starts at the end of the warm-up.
#pragma once

#include "recipes/recipe.h"

namespace dlopt {

struct bert {
  static constexpr dlopt_rule rule = DLOPT_RULE_ADAMW;
  static constexpr hyper_setting hypers[] = {
      {DLOPT_HYPER_LR, 1e-4},  {DLOPT_HYPER_BETA1, 0.9},         {DLOPT_HYPER_BETA2, 0.999},
      {DLOPT_HYPER_EPS, 1e-6}, {DLOPT_HYPER_WEIGHT_DECAY, 0.01}, {DLOPT_HYPER_MAX_NORM, 1},
  };
  static constexpr uint32_t undecayed = 1u << DLOPT_ROLE_BIAS | 1u << DLOPT_ROLE_NORM;
  static constexpr int64_t kWarmup = 10000;
  static constexpr length_bounds epoch = kNotRead;
  static constexpr length_bounds total = {kWarmup + 1, kMostWholeSteps, "whose warm-up alone takes 10000"};
  static lr_schedule lr(const training_length& length) {
    return {DLOPT_SCHEDULE_WSD,
            {{DLOPT_FIELD_TOTAL_STEPS, double(length.total_steps)},
             {DLOPT_FIELD_WARMUP_STEPS, double(kWarmup)},
             {DLOPT_FIELD_DECAY_STEPS, double(length.total_steps - kWarmup)},
             {DLOPT_FIELD_ANNEAL, DLOPT_ANNEAL_LINEAR}}};
  }
};

} // namespace dlopt
