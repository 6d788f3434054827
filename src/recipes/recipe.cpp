#include "recipes/recipe.h"

#include "core/last_error.h"
#include "core/registry.h"
#include "core/schedule.h"

#include "recipes/recipes.def"

namespace dlopt {

namespace {

template <class Recipe> constexpr recipe_info row(const char* name) {
  constexpr int32_t n = sizeof(Recipe::hypers) / sizeof(hyper_setting);
  return {name, Recipe::rule, Recipe::hypers, n, Recipe::undecayed, Recipe::epoch, Recipe::total, Recipe::lr};
}

constexpr recipe_info recipes[] = {
#define DLOPT_RECIPE(number, NAME, recipe) row<recipe>(#recipe),
#include "recipes/recipes.def"
#undef DLOPT_RECIPE
};
constexpr int32_t kRecipes = sizeof(recipes) / sizeof(*recipes);

#define DLOPT_RECIPE(number, NAME, recipe) static_assert(DLOPT_RECIPE_##NAME == number, "recipes.def and dlopt/recipe.h disagree");
#include "recipes/recipes.def"
#undef DLOPT_RECIPE

dlopt_status set_hypers(dlopt_optimizer& o, const recipe_info& recipe) noexcept {
  for (int32_t i = 0; i < recipe.n_hypers; ++i)
    if (dlopt_status status = set_hyper(o, -1, recipe.hypers[i].hyper, recipe.hypers[i].value)) return status;
  return recipe.undecayed ? scale_roles(o, recipe.undecayed, 1, 0) : DLOPT_OK;
}

dlopt_status schedule_lr(dlopt_optimizer& o, const lr_schedule& lr) noexcept {
  if (!lr.kind) return DLOPT_OK;
  dlopt_schedule* schedule = make_schedule(o.runtime, lr.kind);
  if (!schedule) return fail(DLOPT_ERR_OUT_OF_MEMORY, "recipe: no memory for the schedule of lr");
  for (const field_setting& one : lr.fields)
    if (one.field) schedule->fields.value[one.field] = one.value;
  schedule->fields.value[DLOPT_FIELD_BASE] = o.groups[0].set[DLOPT_HYPER_LR];
  const dlopt_status status = follow_schedule(o, -1, DLOPT_HYPER_LR, schedule);
  free_schedule(schedule);
  return status;
}

} // namespace

int32_t recipe_count() noexcept { return kRecipes; }

const recipe_info* find_recipe(dlopt_recipe recipe) noexcept { return recipe >= 1 && recipe <= kRecipes ? &recipes[recipe - 1] : nullptr; }

dlopt_status make_from_recipe(dlopt_runtime& runtime, const recipe_info& recipe, const training_length& length,
                              dlopt_optimizer*& made) noexcept {
  dlopt_optimizer* o = make_optimizer(runtime, *find_rule(recipe.rule));
  if (!o) return fail(DLOPT_ERR_OUT_OF_MEMORY, "recipe: no memory for the optimizer");
  dlopt_status status = set_hypers(*o, recipe);
  if (!status) status = schedule_lr(*o, recipe.lr(length));
  if (status) free_optimizer(o);
  else made = o;
  return status;
}

} // namespace dlopt
