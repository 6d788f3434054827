/* making.h - calls that make or place optimizers, recipes and runtimes. */
#ifndef BAD_INPUT_CALLS_MAKING_H
#define BAD_INPUT_CALLS_MAKING_H

#include "bad_input/dead_handles.h"
#include "check.h"

static void inline_parallel_for(void* user, size_t n, dlopt_task_fn task, void* context) {
  (void)user;
  for (size_t i = 0; i < n; i++) task(context, i);
}

/* Every call that makes a handle leaves NULL when it fails. */
static dlopt_status create_refused(dlopt_runtime* runtime, dlopt_rule rule) {
  dlopt_optimizer* opt = (dlopt_optimizer*)&rule;
  dlopt_status status = dlopt_optimizer_create(runtime, rule, &opt);
  CHECK(!opt);
  return status;
}

static dlopt_status clone_refused(dlopt_optimizer* original) {
  dlopt_optimizer* copy = (dlopt_optimizer*)&original;
  dlopt_status status = dlopt_optimizer_clone(original, &copy);
  CHECK(!copy);
  return status;
}

static dlopt_status rule_from_name_refused(const char* name) {
  dlopt_rule rule = 5;
  dlopt_status status = dlopt_rule_from_name(name, &rule);
  CHECK_INT(rule, 0);
  return status;
}

static dlopt_status recipe_refused(dlopt_runtime* runtime, dlopt_recipe recipe, int64_t steps_per_epoch, int64_t total_steps) {
  dlopt_optimizer* opt = (dlopt_optimizer*)&recipe;
  dlopt_status status = dlopt_recipe_create(runtime, recipe, steps_per_epoch, total_steps, &opt);
  CHECK(!opt);
  return status;
}

static dlopt_status runtime_refused(const dlopt_runtime_desc* desc) {
  dlopt_runtime* runtime = (dlopt_runtime*)&desc;
  dlopt_status status = dlopt_runtime_create(desc, &runtime);
  CHECK(!runtime);
  return status;
}

static dlopt_status outline_refused(dlopt_runtime* runtime, dlopt_rule rule) {
  dlopt_optimizer* none = (dlopt_optimizer*)(void*)graveyard;
  dlopt_status status = dlopt_optimizer_outline(runtime, rule, &none);
  CHECK(none == NULL);
  return status;
}

static dlopt_status place_refused(dlopt_optimizer* opt, void* memory, size_t bytes) {
  dlopt_optimizer* none = (dlopt_optimizer*)(void*)graveyard;
  dlopt_status status = dlopt_optimizer_place(opt, memory, bytes, &none);
  CHECK(none == NULL);
  return status;
}

static dlopt_status outline_stepped(void) {
  float p[3] = {1, 2, 3}, g[3] = {1, 1, 1};
  dlopt_optimizer* outline = NULL;
  REQUIRE_OK(dlopt_optimizer_outline(NULL, DLOPT_RULE_ADAM, &outline));
  dlopt_status status = dlopt_optimizer_step_f32(outline, p, g, 3);
  CHECK_INT(dlopt_optimizer_param_count(outline), 0);
  CHECK_OK(dlopt_optimizer_destroy(outline));
  return status;
}

#endif
