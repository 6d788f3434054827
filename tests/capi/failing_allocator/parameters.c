/* Scenarios: parameters, groups, hyper-parameters, presets, averages and slow weights, projections. */
#include "world.h"

static dlopt_status add_vector(world* w) {
  dlopt_param_desc desc = described(w);
  return add(w, &desc);
}

static dlopt_status add_named(world* w) {
  const int64_t shape[] = {3, 50, 70};
  char name[1024];
  dlopt_param_desc desc = described(w);
  memset(name, 'n', sizeof name - 1), name[sizeof name - 1] = 0;
  desc.name = name, desc.dtype = DLOPT_DTYPE_F64, desc.ndim = 3, desc.shape = shape;
  return add(w, &desc);
}

static dlopt_status add_empty(world* w) {
  const int64_t none = 0;
  dlopt_param_desc desc = described(w);
  desc.name = "empty", desc.shape = &none;
  return add(w, &desc);
}

static dlopt_status add_with_master(world* w) {
  dlopt_param_desc desc = described(w);
  desc.dtype = DLOPT_DTYPE_BF16, desc.master = DLOPT_MASTER_SPLIT;
  return add(w, &desc);
}

static dlopt_status add_group(world* w) {
  int32_t group;
  return dlopt_optimizer_group_add(w->opt, &group);
}

static dlopt_status set_amsgrad(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_AMSGRAD, 1); }
static dlopt_status set_group_amsgrad(world* w) { return dlopt_optimizer_group_set(w->opt, 0, DLOPT_HYPER_AMSGRAD, 1); }
static dlopt_status set_momentum(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_MOMENTUM, 0.9); }
static dlopt_status set_centered(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_CENTERED, 1); }
static dlopt_status set_lr(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_LR, 0.5); }
static dlopt_status preset(world* w) { return dlopt_optimizer_preset(w->opt, "tf"); }

static dlopt_status settings(world* w) {
  double value;
  dlopt_memory memory;
  dlopt_tensor view;
  memory.struct_size = sizeof memory, view.struct_size = sizeof view;
  dlopt_status status = dlopt_optimizer_param_freeze(w->opt, 0, 1);
  if (status == DLOPT_OK) status = dlopt_optimizer_param_freeze(w->opt, 0, 0);
  if (status == DLOPT_OK) status = dlopt_optimizer_param_scale(w->opt, 0, 1, 1);
  if (status == DLOPT_OK) status = dlopt_optimizer_get(w->opt, DLOPT_HYPER_LR, &value);
  if (status == DLOPT_OK) status = dlopt_optimizer_memory_query(w->opt, &memory);
  if (status == DLOPT_OK) status = dlopt_optimizer_state(w->opt, 0, "exp_avg", &view);
  if (status == DLOPT_OK) status = dlopt_schedule_value(w->schedule, 7, &value);
  return status;
}

static dlopt_status exchange(world* w) {
  int32_t started;
  int64_t steps;
  dlopt_param_desc desc;
  desc.struct_size = sizeof desc;
  dlopt_status status = dlopt_optimizer_state_get(w->opt, 0, "exp_avg", &w->grads[1]);
  if (status == DLOPT_OK) status = dlopt_optimizer_state_set(w->opt, 0, "exp_avg", &w->grads[1], 0);
  if (status == DLOPT_OK) status = dlopt_optimizer_state_set(w->opt, 1, "exp_avg", NULL, 0);
  if (status == DLOPT_OK) status = dlopt_optimizer_state_started(w->opt, 1, "exp_avg", &started);
  if (status == DLOPT_OK) status = dlopt_optimizer_steps_get(w->opt, 0, &steps);
  if (status == DLOPT_OK) status = dlopt_optimizer_steps_set(w->opt, 0, steps);
  if (status == DLOPT_OK) status = dlopt_optimizer_param_info(w->opt, 0, &desc);
  return status;
}

static dlopt_status wrap(world* w, dlopt_wrapper wrapper) {
  int32_t index;
  return dlopt_optimizer_wrap(w->opt, wrapper, &index);
}
static dlopt_status wrap_average(world* w) { return wrap(w, DLOPT_WRAPPER_EMA); }
static dlopt_status wrap_lookahead(world* w) { return wrap(w, DLOPT_WRAPPER_LOOKAHEAD); }
static dlopt_status project(world* w) { return dlopt_optimizer_param_project(w->opt, 0, -1, 1, 3); }

static const scenario scenarios[] = {
    {"the first parameter", DLOPT_RULE_ADAM, 0, add_vector, 0},
    {"a large parameter", DLOPT_RULE_LION, 1, add_vector, 0},
    {"a parameter with a long name", DLOPT_RULE_ADAGRAD, 2, add_named, 0},
    {"a parameter without elements", DLOPT_RULE_ADAM, 2, add_empty, 0},
    {"a parameter with a master", DLOPT_RULE_ADAM, 2, add_with_master, 0},
    {"parameter 5", DLOPT_RULE_ADAM, 4, add_vector, 0},
    {"parameter 9", DLOPT_RULE_ADAM, 8, add_vector, 0},
    {"parameter 17", DLOPT_RULE_ADAM, 16, add_vector, 0},
    {"parameter 33", DLOPT_RULE_RMSPROP, 32, add_vector, 0},
    {"parameter 65", DLOPT_RULE_ADAM, 64, add_vector, 0},
    {"a group", DLOPT_RULE_ADAM, 1, add_group, 0},
    {"a group that follows a schedule", DLOPT_RULE_ADAM, 1, add_group, FOLLOWS},
    {"amsgrad for all", DLOPT_RULE_ADAM, 5, set_amsgrad, 0},
    {"amsgrad for a group", DLOPT_RULE_ADAMW, 5, set_group_amsgrad, 0},
    {"momentum for sgd", DLOPT_RULE_SGD, 3, set_momentum, 0},
    {"momentum for rmsprop", DLOPT_RULE_RMSPROP, 3, set_momentum, 0},
    {"centered rmsprop", DLOPT_RULE_RMSPROP, 3, set_centered, 0},
    {"a preset", DLOPT_RULE_ADAM, 3, preset, 0},
    {"settings", DLOPT_RULE_ADAM, 2, settings, NEVER_ALLOCATES},
    {"a rate", DLOPT_RULE_ADAM, 2, set_lr, NEVER_ALLOCATES},
    {"states handed over", DLOPT_RULE_ADAM, 2, exchange, NEVER_ALLOCATES},
    {"an average", DLOPT_RULE_ADAM, 33, wrap_average, 0},
    {"slow weights", DLOPT_RULE_ADAM, 5, wrap_lookahead, 0},
    {"an average beside other wrappers", DLOPT_RULE_SGD, 33, wrap_average, WRAPPED},
    {"a projection", DLOPT_RULE_ADAM, 33, project, 0},
    {"a parameter with wrappers", DLOPT_RULE_ADAM, 16, add_vector, WRAPPED},
};

ROOM(parameters);
