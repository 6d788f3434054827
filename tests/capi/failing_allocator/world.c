/* The world of a scenario: opened, rid of what the scenario made, closed. */
#include "world.h"

float buffers[2][N];

void world_open(world* w, const scenario* s) {
  int32_t group;
  memset(w, 0, sizeof *w);
  w->runtime = ledger_runtime(&w->books, 0);
  w->rule = s->rule;
  w->n = s->params == 1 ? N : 9;
  REQUIRE_OK(dlopt_schedule_create(w->runtime, DLOPT_SCHEDULE_WARMUP_COSINE, &w->schedule));
  REQUIRE_OK(dlopt_optimizer_create(w->runtime, s->rule, &w->opt));
  CHECK_OK(dlopt_optimizer_group_add(w->opt, &group));
  if (s->flags & FOLLOWS) CHECK_OK(dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_LR, w->schedule));
  for (int32_t i = 0; i < s->params; i++) {
    declare(w->opt, DLOPT_DTYPE_F32, w->n);
    w->params[i] = vector(&buffers[0][i * 9], DLOPT_DTYPE_F32, &w->n);
    w->grads[i] = vector(&buffers[1][i * 9], DLOPT_DTYPE_F32, &w->n);
  }
  w->count = (size_t)s->params;
  for (dlopt_wrapper wrapper = DLOPT_WRAPPER_LOOKAHEAD; (s->flags & WRAPPED) && wrapper <= dlopt_wrapper_count(); wrapper++) {
    int32_t index;
    CHECK_OK(dlopt_optimizer_wrap(w->opt, wrapper, &index));
  }
  if (s->flags & WRAPPED) CHECK_OK(dlopt_optimizer_param_project(w->opt, 0, -1, 1, 0));
  fill_f32(buffers[0], N, 1), fill_f32(buffers[1], N, 2);
  for (int i = 0; i < 2; i++) CHECK_OK(dlopt_optimizer_step(w->opt, w->params, w->grads, w->count, NULL));
}

dlopt_param_desc described(const world* w) {
  dlopt_param_desc desc;
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  desc.ndim = 1, desc.shape = &w->n;
  return desc;
}

dlopt_status add(world* w, const dlopt_param_desc* desc) {
  int32_t slot;
  return dlopt_optimizer_param_add(w->opt, desc, &slot);
}

void world_discard(world* w) {
  CHECK_OK(dlopt_optimizer_destroy(w->new_opt));
  CHECK_OK(dlopt_schedule_destroy(w->new_schedule));
  CHECK_OK(dlopt_scaler_destroy(w->new_scaler));
  CHECK_OK(dlopt_norm_watch_destroy(w->new_watch));
  CHECK_OK(dlopt_history_destroy(w->new_history));
  CHECK_OK(dlopt_runtime_destroy(w->new_runtime));
  w->new_opt = NULL, w->new_schedule = NULL, w->new_scaler = NULL, w->new_watch = NULL, w->new_history = NULL, w->new_runtime = NULL;
}

void world_close(world* w, const char* name) {
  world_discard(w);
  CHECK_OK(dlopt_schedule_destroy(w->schedule));
  CHECK_OK(dlopt_optimizer_destroy(w->opt));
  CHECK_OK(dlopt_runtime_destroy(w->runtime));
  CHECK_THAT(w->books.live_blocks == 0 && w->books.live_bytes == 0, "%s: no leak (%ld blocks, %lld bytes)", name, w->books.live_blocks,
             w->books.live_bytes);
  CHECK_THAT(w->books.faults == 0, "%s: blocks go back as they came", name);
}
