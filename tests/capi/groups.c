/* Groups, presets, and hyper-parameters that follow schedules. */
#include "check.h"
#include "support.h"

#include <math.h>

static double get(dlopt_optimizer* opt, int32_t group, dlopt_hyper hyper) {
  double value = NAN;
  CHECK_OK(dlopt_optimizer_group_get(opt, group, hyper, &value));
  return value;
}

static dlopt_optimizer* create(dlopt_rule rule) {
  dlopt_optimizer* opt = NULL;
  REQUIRE_OK(dlopt_optimizer_create(NULL, rule, &opt));
  return opt;
}

static void a_group_starts_as_a_copy_of_group_0(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAMW);
  int32_t group = -1;
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.25));
  CHECK_OK(dlopt_optimizer_group_add(opt, &group));
  CHECK_INT(group, 1);
  CHECK_REAL(get(opt, 1, DLOPT_HYPER_LR), 0.25);
  CHECK_OK(dlopt_optimizer_group_set(opt, 1, DLOPT_HYPER_LR, 0.5));
  CHECK_REAL(get(opt, 0, DLOPT_HYPER_LR), 0.25);
  CHECK_REAL(get(opt, 1, DLOPT_HYPER_LR), 0.5);
  CHECK_OK(dlopt_optimizer_group_add(opt, &group));
  CHECK_INT(group, 2);
  CHECK_REAL(get(opt, 2, DLOPT_HYPER_LR), 0.25);
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.75)); /* all groups */
  for (int32_t i = 0; i < 3; i++) CHECK_REAL(get(opt, i, DLOPT_HYPER_LR), 0.75);
  double value = 0;
  CHECK_OK(dlopt_optimizer_get(opt, DLOPT_HYPER_LR, &value));
  CHECK_REAL(value, 0.75);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void a_set_that_fails_changes_no_group(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAMW);
  int32_t group;
  CHECK_OK(dlopt_optimizer_group_add(opt, &group));
  uint64_t before = optimizer_hash(opt, DLOPT_RULE_ADAMW);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, -1), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_group_set(opt, 1, DLOPT_HYPER_BETA2, 1), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_STATUS(dlopt_optimizer_group_set(opt, 2, DLOPT_HYPER_LR, 1), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK(optimizer_hash(opt, DLOPT_RULE_ADAMW) == before);
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* A parameter of a second group moves as one of its own optimizer would. */
static void groups_step_apart(void) {
  dlopt_optimizer *both = create(DLOPT_RULE_ADAMW), *alone = create(DLOPT_RULE_ADAMW);
  int32_t group = 0, slot;
  int64_t n = 9;
  float p[2][9], q[9], g[9];
  fill_f32(p[0], 9, 1), fill_f32(p[1], 9, 2), fill_f32(q, 9, 2), fill_f32(g, 9, 3);
  CHECK_OK(dlopt_optimizer_group_add(both, &group));
  CHECK_OK(dlopt_optimizer_group_set(both, group, DLOPT_HYPER_LR, 0.03));
  CHECK_OK(dlopt_optimizer_group_set(both, group, DLOPT_HYPER_WEIGHT_DECAY, 0.5));
  CHECK_OK(dlopt_optimizer_set(alone, DLOPT_HYPER_LR, 0.03));
  CHECK_OK(dlopt_optimizer_set(alone, DLOPT_HYPER_WEIGHT_DECAY, 0.5));
  dlopt_param_desc desc;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 1, desc.shape = &n;
  CHECK_OK(dlopt_optimizer_param_add(both, &desc, &slot));
  desc.group = group;
  CHECK_OK(dlopt_optimizer_param_add(both, &desc, &slot));
  dlopt_tensor params[2] = {vector(p[0], DLOPT_DTYPE_F32, &n), vector(p[1], DLOPT_DTYPE_F32, &n)};
  dlopt_tensor grads[2] = {vector(g, DLOPT_DTYPE_F32, &n), vector(g, DLOPT_DTYPE_F32, &n)};
  for (int i = 0; i < 5; i++) {
    CHECK_OK(dlopt_optimizer_step(both, params, grads, 2, NULL));
    CHECK_OK(dlopt_optimizer_step_f32(alone, q, g, 9));
  }
  CHECK_BYTES(p[1], q, sizeof q);
  CHECK(memcmp(p[0], p[1], sizeof q) != 0);
  CHECK_OK(dlopt_optimizer_destroy(both));
  CHECK_OK(dlopt_optimizer_destroy(alone));
}

/* A preset touches conventions, never amounts, and "torch" undoes every other. */
static void presets_set_conventions_only(void) {
  static const dlopt_hyper amounts[] = {DLOPT_HYPER_LR,    DLOPT_HYPER_WEIGHT_DECAY, DLOPT_HYPER_MOMENTUM,
                                        DLOPT_HYPER_BETA1, DLOPT_HYPER_BETA2,        DLOPT_HYPER_ALPHA};
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++)
    for (int32_t i = 0; dlopt_rule_preset_name(rule, i); i++) {
      dlopt_optimizer *opt = create(rule), *fresh = create(rule);
      double before[6], value;
      CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.0625));
      for (int j = 0; j < 6; j++) before[j] = dlopt_optimizer_get(opt, amounts[j], &value) == DLOPT_OK ? value : NAN;
      CHECK_OK(dlopt_optimizer_preset(opt, dlopt_rule_preset_name(rule, i)));
      for (int j = 0; j < 6; j++)
        if (dlopt_optimizer_get(opt, amounts[j], &value) == DLOPT_OK)
          CHECK_THAT(value == before[j], "%s %s leaves %d alone", dlopt_rule_name(rule), dlopt_rule_preset_name(rule, i), (int)amounts[j]);
      if (dlopt_optimizer_preset(opt, "torch") == DLOPT_OK) {
        CHECK_OK(dlopt_optimizer_preset(fresh, "torch"));
        CHECK_OK(dlopt_optimizer_set(fresh, DLOPT_HYPER_LR, 0.0625));
        CHECK_THAT(optimizer_hash(opt, rule) == optimizer_hash(fresh, rule), "torch undoes %s", dlopt_rule_preset_name(rule, i));
      }
      CHECK_OK(dlopt_optimizer_destroy(opt));
      CHECK_OK(dlopt_optimizer_destroy(fresh));
    }
}

static dlopt_schedule* halving(void) {
  dlopt_schedule* schedule = NULL;
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_EXPONENTIAL, &schedule));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, 0.5));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_GAMMA, 0.5));
  return schedule;
}

/* lr follows 1/2, 1/4, 1/8 ...: plain SGD with gradient 1 shows the value of each step exactly. */
static void a_schedule_rules_the_step(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  dlopt_schedule* schedule = halving();
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 0.375));
  CHECK_OK(dlopt_optimizer_schedule(opt, -1, DLOPT_HYPER_LR, schedule));
  CHECK_OK(dlopt_schedule_destroy(schedule)); /* the optimizer holds a copy */
  float w = 1, g = 1, wanted = 1;
  for (int i = 1; i <= 10; i++) {
    wanted -= ldexpf(1, -i);
    CHECK_REAL(get(opt, 0, DLOPT_HYPER_LR), ldexp(1, -i));
    CHECK_OK(dlopt_optimizer_step_f32(opt, &w, &g, 1));
    CHECK_REAL(w, wanted);
  }
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1), DLOPT_ERR_STATE);
  CHECK_SAYS("lr");
  CHECK_STATUS(dlopt_optimizer_group_set(opt, 0, DLOPT_HYPER_LR, 1), DLOPT_ERR_STATE);
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, NULL));
  CHECK_REAL(get(opt, 0, DLOPT_HYPER_LR), 0.375); /* what was set before holds again */
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_LR, 1));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

static void a_skipped_step_does_not_advance_it(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  dlopt_schedule* schedule = halving();
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, schedule));
  float w = 1, g = NAN;
  int64_t one = 1;
  declare(opt, DLOPT_DTYPE_F32, 1);
  dlopt_tensor param = vector(&w, DLOPT_DTYPE_F32, &one), grad = vector(&g, DLOPT_DTYPE_F32, &one);
  dlopt_step_desc desc;
  CHECK_OK(dlopt_step_desc_init(&desc, sizeof desc));
  desc.flags = DLOPT_STEP_SKIP_NONFINITE;
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
  CHECK_INT(desc.skipped, 1);
  CHECK_REAL(w, 1);
  g = 1;
  CHECK_OK(dlopt_optimizer_step(opt, &param, &grad, 1, &desc));
  CHECK_INT(desc.skipped, 0);
  CHECK_REAL(w, 0.5);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* Any real hyper-parameter can follow; a copied group follows too, on its own. */
static void groups_follow_on_their_own(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_ADAMW);
  dlopt_schedule* schedule = halving();
  int32_t group;
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_BETA1, schedule));
  CHECK_OK(dlopt_optimizer_group_add(opt, &group));
  CHECK_REAL(get(opt, group, DLOPT_HYPER_BETA1), 0.5);
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_BETA1, NULL));
  CHECK_REAL(get(opt, 0, DLOPT_HYPER_BETA1), 0.9);
  CHECK_REAL(get(opt, group, DLOPT_HYPER_BETA1), 0.5);
  CHECK_STATUS(dlopt_optimizer_set(opt, DLOPT_HYPER_BETA1, 0.8), DLOPT_ERR_STATE); /* group 1 still follows ... */
  CHECK_REAL(get(opt, 0, DLOPT_HYPER_BETA1), 0.9);                                 /* ... and group 0 was left alone with it */
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

/* What decides a state must have one before it follows; what a state starts from cannot follow at all. */
static void no_schedule_asks_for_a_state_that_is_not_there(void) {
  dlopt_optimizer *sgd = create(DLOPT_RULE_SGD), *adagrad = create(DLOPT_RULE_ADAGRAD);
  dlopt_schedule* schedule = halving();
  int32_t group;
  CHECK_STATUS(dlopt_optimizer_schedule(sgd, 0, DLOPT_HYPER_MOMENTUM, schedule), DLOPT_ERR_STATE);
  CHECK_SAYS("momentum");
  CHECK_OK(dlopt_optimizer_schedule(sgd, 0, DLOPT_HYPER_MOMENTUM, NULL)); /* to stop is fine */
  CHECK_OK(dlopt_optimizer_group_add(sgd, &group));
  CHECK_OK(dlopt_optimizer_group_set(sgd, group, DLOPT_HYPER_MOMENTUM, 0.9));
  CHECK_STATUS(dlopt_optimizer_schedule(sgd, -1, DLOPT_HYPER_MOMENTUM, schedule), DLOPT_ERR_STATE); /* group 0 has none */
  CHECK_REAL(get(sgd, group, DLOPT_HYPER_MOMENTUM), 0.9);
  CHECK_OK(dlopt_optimizer_schedule(sgd, group, DLOPT_HYPER_MOMENTUM, schedule));
  CHECK_REAL(get(sgd, group, DLOPT_HYPER_MOMENTUM), 0.5);
  CHECK_STATUS(dlopt_optimizer_group_set(sgd, group, DLOPT_HYPER_MOMENTUM, 0), DLOPT_ERR_STATE);
  CHECK_STATUS(dlopt_optimizer_schedule(adagrad, 0, DLOPT_HYPER_INITIAL_ACCUMULATOR_VALUE, schedule), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("initial_accumulator_value");
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_optimizer_destroy(sgd));
  CHECK_OK(dlopt_optimizer_destroy(adagrad));
}

/* What leaves the bounds is refused by the step that would use it, and that step changes nothing. */
static void a_schedule_may_not_leave_the_bounds(void) {
  dlopt_optimizer* opt = create(DLOPT_RULE_SGD);
  dlopt_schedule* schedule = NULL;
  float w = 1, g = 1;
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_CONSTANT, &schedule));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, -0.5));
  CHECK_OK(dlopt_optimizer_step_f32(opt, &w, &g, 1));
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, schedule));
  float before = w;
  CHECK_STATUS(dlopt_optimizer_step_f32(opt, &w, &g, 1), DLOPT_ERR_OUT_OF_RANGE);
  CHECK_SAYS("lr");
  CHECK_REAL(w, before);
  CHECK_INT(dlopt_optimizer_steps(opt), 1);
  CHECK_OK(dlopt_optimizer_schedule(opt, 0, DLOPT_HYPER_LR, NULL));
  CHECK_OK(dlopt_optimizer_step_f32(opt, &w, &g, 1));
  CHECK_OK(dlopt_schedule_destroy(schedule));
  CHECK_OK(dlopt_optimizer_destroy(opt));
}

int main(void) {
  RUN(a_group_starts_as_a_copy_of_group_0);
  RUN(a_set_that_fails_changes_no_group);
  RUN(groups_step_apart);
  RUN(presets_set_conventions_only);
  RUN(a_schedule_rules_the_step);
  RUN(a_skipped_step_does_not_advance_it);
  RUN(groups_follow_on_their_own);
  RUN(no_schedule_asks_for_a_state_that_is_not_there);
  RUN(a_schedule_may_not_leave_the_bounds);
  return check_done("groups");
}
