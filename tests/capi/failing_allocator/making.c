/* Scenarios: runtimes, optimizers and their copies, recipes, outlines and places, and the first flat step of an optimizer. */
#include "world.h"

static dlopt_status make_runtime(world* w, int32_t threads) {
  dlopt_runtime_desc desc;
  dlopt_runtime_desc_init(&desc, sizeof desc);
  ledger_install(&w->books, &desc);
  desc.threads = threads;
  return dlopt_runtime_create(&desc, &w->new_runtime);
}

static dlopt_status runtime_inline(world* w) { return make_runtime(w, 0); }
static dlopt_status runtime_pool(world* w) { return make_runtime(w, 3); }
static dlopt_status create(world* w) { return dlopt_optimizer_create(w->runtime, w->rule, &w->new_opt); }
static dlopt_status recipe(world* w) { return dlopt_recipe_create(w->runtime, DLOPT_RECIPE_BERT, 0, 20000, &w->new_opt); }
static dlopt_status recipe_without_schedule(world* w) { return dlopt_recipe_create(w->runtime, DLOPT_RECIPE_PPO, 0, 0, &w->new_opt); }
static dlopt_status clone(world* w) { return dlopt_optimizer_clone(w->opt, &w->new_opt); }
static dlopt_status first_f32(world* w) {
  dlopt_status status = create(w);
  return status == DLOPT_OK ? dlopt_optimizer_step_f32(w->new_opt, buffers[0], buffers[1], N) : status;
}
static dlopt_status first_f64(world* w) {
  static double p[100], g[100];
  dlopt_status status = create(w);
  return status == DLOPT_OK ? dlopt_optimizer_step_f64(w->new_opt, p, g, 100) : status;
}

static dlopt_status outline(world* w) { return dlopt_optimizer_outline(w->runtime, w->rule, &w->new_opt); }
static dlopt_status size(world* w) {
  size_t bytes;
  return dlopt_optimizer_size(w->opt, &bytes);
}
static dlopt_status place(world* w) {
  static char block[1 << 20];
  return dlopt_optimizer_place(w->opt, block, sizeof block, &w->new_opt);
}

static const scenario scenarios[] = {
    {"a runtime", DLOPT_RULE_SGD, 1, runtime_inline, 0},
    {"a runtime with a pool", DLOPT_RULE_SGD, 1, runtime_pool, 0},
    {"an optimizer", DLOPT_RULE_ADAM, 1, create, 0},
    {"a clone", DLOPT_RULE_ADAM, 33, clone, 0},
    {"a clone with schedules", DLOPT_RULE_ADAMW, 3, clone, FOLLOWS},
    {"the first flat step, f32", DLOPT_RULE_ADAM, 1, first_f32, 0},
    {"the first flat step, f64", DLOPT_RULE_RMSPROP, 1, first_f64, 0},
    {"a recipe", DLOPT_RULE_SGD, 1, recipe, 0},
    {"a recipe without a schedule", DLOPT_RULE_SGD, 1, recipe_without_schedule, 0},
    {"an outline", DLOPT_RULE_ADAM, 1, outline, 0},
    {"a size", DLOPT_RULE_ADAM, 33, size, FOLLOWS | WRAPPED},
    {"a place", DLOPT_RULE_CAME, 33, place, FOLLOWS | WRAPPED},
    {"a clone with wrappers", DLOPT_RULE_ADAM, 3, clone, WRAPPED},
};

ROOM(making);
