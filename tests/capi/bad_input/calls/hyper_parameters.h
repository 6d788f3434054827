/* hyper_parameters.h - settings that contradict each other, or that a schedule leads out of bounds. */
#ifndef BAD_INPUT_CALLS_HYPER_PARAMETERS_H
#define BAD_INPUT_CALLS_HYPER_PARAMETERS_H

#include "bad_input/subject.h"

/* Contradictions are found by the step, whatever was set first. */
static dlopt_status nesterov_refused(double momentum, double dampening, int nesterov_last) {
  dlopt_optimizer* opt = NULL;
  float w = 1, g = 1;
  CHECK_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &opt));
  if (!nesterov_last) CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_NESTEROV, 1));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_DAMPENING, dampening));
  CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_MOMENTUM, momentum));
  if (nesterov_last) CHECK_OK(dlopt_optimizer_set(opt, DLOPT_HYPER_NESTEROV, 1));
  dlopt_status status = dlopt_optimizer_step_f32(opt, &w, &g, 1);
  CHECK_REAL(w, 1);
  CHECK_INT(dlopt_optimizer_steps(opt), 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return status;
}

/* By the setter, or where two contradict each other by the step. */
static dlopt_status rprop_refused(dlopt_hyper hyper, double value) {
  dlopt_optimizer* opt = NULL;
  float w = 1, g = 1;
  CHECK_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_RPROP, &opt));
  dlopt_status status = dlopt_optimizer_set(opt, hyper, value);
  if (status == DLOPT_OK) status = dlopt_optimizer_step_f32(opt, &w, &g, 1);
  CHECK_REAL(w, 1);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return status;
}

static dlopt_status fresh_follows_too_far(subject* s) {
  dlopt_schedule* schedule = NULL;
  CHECK_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_CONSTANT, &schedule));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_BASE, -1));
  CHECK_OK(dlopt_optimizer_schedule(s->fresh, 0, DLOPT_HYPER_LR, schedule));
  dlopt_status status = dlopt_optimizer_step_f32(s->fresh, s->w1, s->g1, 7);
  CHECK_OK(dlopt_optimizer_schedule(s->fresh, 0, DLOPT_HYPER_LR, NULL));
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

#endif
