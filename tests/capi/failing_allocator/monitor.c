/* Scenarios: statistics, hashes, norm watches, histories. */
#include "world.h"

static dlopt_status stats(world* w) {
  dlopt_stats s;
  s.struct_size = sizeof s;
  return dlopt_optimizer_stats(w->opt, 0, &w->params[0], &w->grads[0], &s);
}

static dlopt_status measure(world* w) {
  static float before[N];
  dlopt_tensor earlier[64];
  dlopt_stats_desc desc;
  dlopt_stats s;
  s.struct_size = sizeof s;
  for (size_t i = 0; i < w->count; i++) earlier[i] = vector(before, DLOPT_DTYPE_F32, &w->n);
  dlopt_stats_desc_init(&desc, sizeof desc);
  desc.params = w->params, desc.grads = w->grads, desc.before = earlier, desc.count = w->count;
  return dlopt_optimizer_measure(w->opt, &desc, &s);
}
static dlopt_status state_hash(world* w) {
  uint64_t hash;
  return dlopt_optimizer_state_hash(w->opt, w->params, w->count, &hash);
}
static dlopt_status watch(world* w) { return dlopt_norm_watch_create(w->runtime, &w->new_watch); }

static int32_t drop(void* user, const void* bytes, size_t count) {
  (void)user, (void)bytes, (void)count;
  return 0;
}
static dlopt_status history(world* w) {
  static const char* const columns[] = {"loss", "lr"};
  const double values[] = {1, 0.5};
  dlopt_status status = w->new_history ? DLOPT_OK : dlopt_history_create(w->runtime, columns, 2, &w->new_history);
  for (int64_t i = 0; i < 9 && status == DLOPT_OK; i++) status = dlopt_history_append(w->new_history, i, 0, values, 2);
  if (status == DLOPT_OK) status = dlopt_history_write(w->new_history, DLOPT_HISTORY_CSV, 0, drop, NULL);
  return status;
}

static const scenario scenarios[] = {
    {"statistics", DLOPT_RULE_ADAM, 1, stats, NEVER_ALLOCATES},
    {"statistics of all", DLOPT_RULE_ADAM, 64, measure, NEVER_ALLOCATES},
    {"a hash", DLOPT_RULE_ADAMW, 64, state_hash, FOLLOWS | WRAPPED | NEVER_ALLOCATES},
    {"a norm watch", DLOPT_RULE_SGD, 1, watch, 0},
    {"a history", DLOPT_RULE_SGD, 1, history, 0},
};

ROOM(monitor);
