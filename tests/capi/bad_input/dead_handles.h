/* dead_handles.h - an allocator that keeps what is freed, and handles that were destroyed in it. */
#ifndef BAD_INPUT_DEAD_HANDLES_H
#define BAD_INPUT_DEAD_HANDLES_H

#include "check.h"
#include "support.h"

/* An allocator that never gives memory back to the system, so that dead handles can be looked at. */
static char graveyard[1 << 22];
static size_t buried;

static void* graveyard_alloc(void* user, size_t bytes, size_t alignment) {
  (void)user;
  size_t start = buried + (alignment - (uintptr_t)(graveyard + buried) % alignment) % alignment;
  if (bytes > sizeof graveyard - start) return NULL;
  buried = start + bytes;
  return graveyard + start;
}

static void graveyard_free(void* user, void* memory, size_t bytes, size_t alignment) {
  (void)user, (void)memory, (void)bytes, (void)alignment;
}

static dlopt_runtime* graveyard_runtime(void) {
  dlopt_runtime_desc desc = runtime_defaults();
  desc.alloc = graveyard_alloc, desc.free = graveyard_free;
  return runtime_of(desc);
}

static dlopt_runtime* dead_runtime(void) {
  dlopt_runtime* runtime = graveyard_runtime();
  CHECK_OK(dlopt_runtime_destroy(runtime));
  return runtime;
}

static dlopt_optimizer* dead_optimizer(void) {
  dlopt_optimizer* opt = NULL;
  CHECK_OK(dlopt_optimizer_create(graveyard_runtime(), DLOPT_RULE_SGD, &opt));
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return opt;
}

static dlopt_schedule* dead_schedule(void) {
  dlopt_schedule* schedule = NULL;
  CHECK_OK(dlopt_schedule_create(graveyard_runtime(), DLOPT_SCHEDULE_COSINE, &schedule));
  CHECK_OK(dlopt_schedule_destroy(schedule));
  return schedule;
}

static dlopt_norm_watch* dead_watch(void) {
  dlopt_norm_watch* watch = NULL;
  CHECK_OK(dlopt_norm_watch_create(graveyard_runtime(), &watch));
  CHECK_OK(dlopt_norm_watch_destroy(watch));
  return watch;
}

static dlopt_history* dead_history(void) {
  static const char* const columns[] = {"loss"};
  dlopt_history* history = NULL;
  CHECK_OK(dlopt_history_create(graveyard_runtime(), columns, 1, &history));
  CHECK_OK(dlopt_history_destroy(history));
  return history;
}

#endif
