// What a recipe file is made of: a comment with the source; the rule and what is set of it; roles without decay; how long a training may
// be; and the schedule that lr follows. dlopt/recipe.h tells the caller the same.
#pragma once

#include "core/optimizer.h"
#include "dlopt/recipe.h"

namespace dlopt {

struct hyper_setting {
  dlopt_hyper hyper;
  double value;
};

struct field_setting {
  dlopt_schedule_field field; // 0: none
  double value;
};

// The schedule that lr follows, on top of lr as it is set; kind 0: none.
struct lr_schedule {
  dlopt_schedule_kind kind;
  field_setting fields[5];
};

struct training_length {
  int64_t steps_per_epoch, total_steps;
};

// What one number of a training's length may be, and what it is for.
struct length_bounds {
  int64_t least, most;
  const char* why;
};

inline constexpr int64_t kMostWholeSteps = int64_t(kMostSteps);
inline constexpr length_bounds kNotRead = {0, INT64_MAX, "which does not read it"};
inline constexpr uint32_t kNoRole = 0;

struct recipe_info {
  const char* name;
  dlopt_rule rule;
  const hyper_setting* hypers;
  int32_t n_hypers;
  uint32_t undecayed; // roles, as bits
  length_bounds epoch, total;
  lr_schedule (*lr)(const training_length&);
};

int32_t recipe_count() noexcept;
const recipe_info* find_recipe(dlopt_recipe recipe) noexcept; // nullptr: no such recipe

// Makes what the recipe says for a length within its bounds.
dlopt_status make_from_recipe(dlopt_runtime& runtime, const recipe_info& recipe, const training_length& length,
                              dlopt_optimizer*& made) noexcept;

} // namespace dlopt
