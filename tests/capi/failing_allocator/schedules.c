/* Scenarios: schedules of every kind, and optimizers that follow them. */
#include "world.h"

static dlopt_status follow_one(world* w) { return dlopt_optimizer_schedule(w->opt, 1, DLOPT_HYPER_LR, w->schedule); }
static dlopt_status follow_all(world* w) { return dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_LR, w->schedule); }
static dlopt_status follow_none(world* w) { return dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_LR, NULL); }

static dlopt_status new_schedule(world* w) { return dlopt_schedule_create(w->runtime, DLOPT_SCHEDULE_COSINE, &w->new_schedule); }
static dlopt_status sequence(world* w) {
  const dlopt_schedule* children[] = {w->schedule, w->schedule, w->schedule};
  const int64_t milestones[] = {10, 20};
  return dlopt_schedule_sequence(w->runtime, children, 3, milestones, &w->new_schedule);
}
static dlopt_status product(world* w) {
  const dlopt_schedule* children[] = {w->schedule, w->schedule};
  return dlopt_schedule_product(w->runtime, children, 2, &w->new_schedule);
}
static dlopt_status chain(world* w) {
  const dlopt_schedule* children[] = {w->schedule, w->schedule};
  return dlopt_schedule_chain(w->runtime, children, 2, &w->new_schedule);
}

/* Lists are the schedule's own, and a second one takes the place of the first. */
static dlopt_status piecewise(world* w) {
  static const double milestones[] = {3, 5}, values[] = {1, 2, 3};
  dlopt_status status = DLOPT_OK;
  if (!w->new_schedule) status = dlopt_schedule_create(w->runtime, DLOPT_SCHEDULE_PIECEWISE, &w->new_schedule);
  for (size_t n = 1; n < 3; n++) {
    if (status == DLOPT_OK) status = dlopt_schedule_set_list(w->new_schedule, DLOPT_FIELD_MILESTONES, milestones, n);
    if (status == DLOPT_OK) status = dlopt_schedule_set_list(w->new_schedule, DLOPT_FIELD_VALUES, values, n + 1);
  }
  return status;
}
static dlopt_status follow_lists(world* w) {
  dlopt_status status = piecewise(w);
  return status == DLOPT_OK ? dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_LR, w->new_schedule) : status;
}

static dlopt_status warmup(world* w) { return dlopt_schedule_warmup(w->runtime, w->schedule, 10, DLOPT_WARMUP_LINEAR, &w->new_schedule); }

/* A sequence inside a product, handed to the optimizer: copies of copies. */
static dlopt_status nested(world* w) {
  dlopt_schedule* inner = NULL;
  dlopt_status status = warmup(w);
  if (status == DLOPT_OK) {
    const dlopt_schedule* children[] = {w->new_schedule, w->schedule};
    status = dlopt_schedule_product(w->runtime, children, 2, &inner);
  }
  if (status == DLOPT_OK) status = dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_WEIGHT_DECAY, inner);
  dlopt_schedule_destroy(inner);
  return status;
}

static const scenario scenarios[] = {
    {"one follower", DLOPT_RULE_ADAM, 1, follow_one, 0},
    {"all follow", DLOPT_RULE_ADAM, 1, follow_all, 0},
    {"all follow another", DLOPT_RULE_ADAM, 1, follow_all, FOLLOWS},
    {"none follows any more", DLOPT_RULE_ADAM, 1, follow_none, FOLLOWS},
    {"a schedule", DLOPT_RULE_SGD, 1, new_schedule, 0},
    {"a sequence", DLOPT_RULE_SGD, 1, sequence, 0},
    {"a product", DLOPT_RULE_SGD, 1, product, 0},
    {"a warm-up", DLOPT_RULE_SGD, 1, warmup, 0},
    {"a chain", DLOPT_RULE_SGD, 1, chain, 0},
    {"a schedule with lists", DLOPT_RULE_SGD, 1, piecewise, 0},
    {"all follow one with lists", DLOPT_RULE_SGD, 1, follow_lists, 0},
    {"nested schedules", DLOPT_RULE_ADAM, 2, nested, 0},
};

ROOM(schedules);
