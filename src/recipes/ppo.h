// Schulman et al. 2017, "Proximal policy optimization algorithms", table 3 (Adam, 3e-4); the clip to 0.5 as in OpenAI's baselines. Their
// eps of 1e-5 is not taken over: neither the paper nor those who quote lr and clip as the recipe name one, so it is Adam's.
#pragma once

#include "recipes/recipe.h"

namespace dlopt {

struct ppo {
  static constexpr dlopt_rule rule = DLOPT_RULE_ADAM;
  static constexpr hyper_setting hypers[] = {
      {DLOPT_HYPER_LR, 3e-4}, {DLOPT_HYPER_BETA1, 0.9}, {DLOPT_HYPER_BETA2, 0.999}, {DLOPT_HYPER_EPS, 1e-8}, {DLOPT_HYPER_MAX_NORM, 0.5},
  };
  static constexpr uint32_t undecayed = kNoRole;
  static constexpr length_bounds epoch = kNotRead, total = kNotRead;
  static lr_schedule lr(const training_length&) { return {}; }
};

} // namespace dlopt
