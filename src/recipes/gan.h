// Radford, Metz and Chintala 2016, "Unsupervised representation learning with deep convolutional generative adversarial networks",
// section 4.
#pragma once

#include "recipes/recipe.h"

namespace dlopt {

struct gan {
  static constexpr dlopt_rule rule = DLOPT_RULE_ADAM;
  static constexpr hyper_setting hypers[] = {
      {DLOPT_HYPER_LR, 2e-4},
      {DLOPT_HYPER_BETA1, 0.5},
      {DLOPT_HYPER_BETA2, 0.999},
      {DLOPT_HYPER_EPS, 1e-8},
  };
  static constexpr uint32_t undecayed = kNoRole;
  static constexpr length_bounds epoch = kNotRead, total = kNotRead;
  static lr_schedule lr(const training_length&) { return {}; }
};

} // namespace dlopt
