/* schedules.h - calls that make, fill in and ask schedules. */
#ifndef BAD_INPUT_CALLS_SCHEDULES_H
#define BAD_INPUT_CALLS_SCHEDULES_H

#include "bad_input/subject.h"

static dlopt_status schedule_create_refused(dlopt_runtime* runtime, dlopt_schedule_kind kind) {
  dlopt_schedule* schedule = (dlopt_schedule*)&kind;
  dlopt_status status = dlopt_schedule_create(runtime, kind, &schedule);
  CHECK(!schedule);
  return status;
}

static dlopt_status field_refused(dlopt_schedule_kind kind, dlopt_schedule_field field, double value) {
  dlopt_schedule* schedule = NULL;
  double before = 0, after = 1;
  CHECK_OK(dlopt_schedule_create(NULL, kind, &schedule));
  CHECK_OK(dlopt_schedule_get(schedule, field, &before));
  dlopt_status status = dlopt_schedule_set(schedule, field, value);
  CHECK_OK(dlopt_schedule_get(schedule, field, &after));
  CHECK_REAL(after, before);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

/* The list that was there stays. */
static dlopt_status list_refused(dlopt_schedule_kind kind, dlopt_schedule_field field, const double* values, size_t count) {
  dlopt_schedule* schedule = NULL;
  const double old[] = {3};
  const double* kept = NULL;
  size_t kept_count = 0;
  CHECK_OK(dlopt_schedule_create(NULL, kind, &schedule));
  CHECK_OK(dlopt_schedule_set_list(schedule, field, old, 1));
  dlopt_status status = dlopt_schedule_set_list(schedule, field, values, count);
  CHECK_OK(dlopt_schedule_get_list(schedule, field, &kept, &kept_count));
  CHECK(kept_count == 1 && kept[0] == 3);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

static dlopt_status pair_refused(dlopt_schedule_kind kind, dlopt_schedule_field field, double first, double second) {
  const double pair[] = {first, second};
  return list_refused(kind, field, pair, 2);
}

/* Fields that contradict each other are told by the value. */
static dlopt_status value_refused(subject* s, dlopt_schedule_kind kind, dlopt_schedule_field field, double value) {
  dlopt_schedule* schedule = NULL;
  CHECK_OK(dlopt_schedule_create(NULL, kind, &schedule));
  if (field == DLOPT_FIELD_VALUES) CHECK_OK(dlopt_schedule_set_list(schedule, field, (double[]){value, value}, 2));
  else CHECK_OK(dlopt_schedule_set(schedule, field, value));
  dlopt_status status = dlopt_schedule_value(schedule, INT64_MAX, &s->value);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

static dlopt_status value_set_refused(dlopt_schedule_kind kind, dlopt_schedule_field list) {
  dlopt_schedule* schedule = NULL;
  CHECK_OK(dlopt_schedule_create(NULL, kind, &schedule));
  dlopt_status status = dlopt_schedule_set(schedule, list, 1);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

static dlopt_status three_phases_refused(subject* s, double convention, double pct_start) {
  dlopt_schedule* schedule = NULL;
  CHECK_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_ONE_CYCLE, &schedule));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_THREE_PHASE, 1));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_CONVENTION, convention));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_PCT_START, pct_start));
  dlopt_status status = dlopt_schedule_value(schedule, 0, &s->value);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

static dlopt_status long_warmup_refused(subject* s) {
  dlopt_schedule* schedule = NULL;
  CHECK_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_WARMUP_COSINE, &schedule));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_WARMUP_STEPS, 200));
  CHECK_OK(dlopt_schedule_set(schedule, DLOPT_FIELD_TOTAL_STEPS, 100));
  dlopt_status status = dlopt_schedule_value(schedule, 0, &s->value);
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return status;
}

static dlopt_status sequence_refused(subject* s, int32_t count, int64_t first, int64_t second) {
  const int64_t milestones[] = {first, second};
  s->made = s->schedule;
  dlopt_status status = dlopt_schedule_sequence(NULL, s->children, count, milestones, &s->made);
  CHECK(!s->made);
  return status;
}

static dlopt_status field_of_product_refused(subject* s) {
  dlopt_schedule* product = NULL;
  CHECK_OK(dlopt_schedule_product(NULL, s->children, 1, &product));
  dlopt_status status = dlopt_schedule_set(product, DLOPT_FIELD_BASE, 1);
  CHECK_OK(dlopt_schedule_destroy(product));
  return status;
}

/* Puts schedules around schedules until one is refused: the first product is two levels, the last that is made sixteen. */
static dlopt_status nesting_refused(subject* s) {
  dlopt_schedule *inner = NULL, *outer = NULL;
  dlopt_status status = DLOPT_OK;
  int depth = 0;
  CHECK_OK(dlopt_schedule_product(NULL, s->children, 1, &inner));
  for (; depth < 10000; depth++) {
    const dlopt_schedule* child = inner;
    status = dlopt_schedule_product(NULL, &child, 1, &outer);
    if (status != DLOPT_OK) break;
    CHECK_OK(dlopt_schedule_destroy(inner)); /* children are copied: they may go first */
    inner = outer;
  }
  CHECK(!outer);
  CHECK_INT(2 + depth, 16);
  CHECK_OK(dlopt_schedule_destroy(inner));
  return status;
}

static dlopt_status suggestion_refused(subject* s, double first_lr, double first_loss, double smoothing, int32_t method) {
  const double lr[] = {first_lr, 0.1, 1}, loss[] = {first_loss, 2, 3};
  return dlopt_lr_suggest(lr, loss, 3, smoothing, method, &s->value);
}

#endif
