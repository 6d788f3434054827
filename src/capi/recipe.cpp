#include "dlopt/recipe.h"

#include "capi/handle.h"
#include "recipes/recipe.h"

using namespace dlopt;

namespace {

dlopt_status check_length(const char* argument, int64_t got, const length_bounds& bounds, const recipe_info& recipe) {
  if (got >= bounds.least && got <= bounds.most) return DLOPT_OK;
  return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %lld, wanted %lld to %lld for %s, %s", argument, (long long)got, (long long)bounds.least,
              (long long)bounds.most, recipe.name, bounds.why);
}

} // namespace

dlopt_status dlopt_recipe_create(dlopt_runtime* runtime, dlopt_recipe recipe, int64_t steps_per_epoch, int64_t total_steps,
                                 dlopt_optimizer** optimizer) {
  const fp_mode mode;
  if (!optimizer) return fail(DLOPT_ERR_INVALID_ARGUMENT, "optimizer: got NULL, wanted a place for the result");
  *optimizer = nullptr;
  if (dlopt_status status = check_runtime(runtime)) return status;
  const recipe_info* info = find_recipe(recipe);
  if (!info) return fail(DLOPT_ERR_INVALID_ARGUMENT, "recipe: got %d, wanted 1 to %d", recipe, recipe_count());
  if (dlopt_status status = check_length("steps_per_epoch", steps_per_epoch, info->epoch, *info)) return status;
  if (dlopt_status status = check_length("total_steps", total_steps, info->total, *info)) return status;
  return make_from_recipe(runtime_or_default(runtime), *info, {steps_per_epoch, total_steps}, *optimizer);
}

const char* dlopt_recipe_name(dlopt_recipe recipe) {
  const recipe_info* info = find_recipe(recipe);
  return info ? info->name : nullptr;
}
