/* monitor.h - looks at states, statistics, norms and histories. */
#ifndef BAD_INPUT_CALLS_MONITOR_H
#define BAD_INPUT_CALLS_MONITOR_H

#include "bad_input/subject.h"

static dlopt_status state_refused(subject* s, int32_t slot, const char* name) {
  dlopt_tensor tensor, before;
  memset(&tensor, 0, sizeof tensor);
  tensor.struct_size = sizeof tensor;
  before = tensor;
  dlopt_status status = dlopt_optimizer_state(s->opt, slot, name, &tensor);
  CHECK_BYTES(&tensor, &before, sizeof tensor);
  return status;
}

static dlopt_status measure(subject* s) { return dlopt_optimizer_measure(s->opt, &s->wanted, &s->stats); }

static dlopt_status hash_refused(subject* s, const dlopt_tensor* params, size_t count) {
  uint64_t hash = 5;
  dlopt_status status = dlopt_optimizer_state_hash(s->opt, params, count, &hash);
  CHECK(hash == 5);
  return status;
}

static dlopt_status watch_refused(dlopt_runtime* runtime) {
  dlopt_norm_watch* watch = (dlopt_norm_watch*)&runtime;
  dlopt_status status = dlopt_norm_watch_create(runtime, &watch);
  CHECK(!watch);
  return status;
}

static dlopt_status restore_refused(subject* s, double strange) {
  const double norms[] = {1, strange};
  return dlopt_norm_watch_restore(s->watch, norms, 2);
}

static dlopt_status history_refused(dlopt_runtime* runtime, const char* first, const char* second, size_t count) {
  const char* const columns[] = {first, second};
  dlopt_history* history = (dlopt_history*)&count;
  dlopt_status status = dlopt_history_create(runtime, columns, count, &history);
  CHECK(!history);
  return status;
}

static int32_t no_sink(void* user, const void* bytes, size_t count) {
  (void)user, (void)bytes, (void)count;
  CHECK(!"called");
  return 0;
}

static dlopt_status write_refused(subject* s, dlopt_history_format format, int64_t first, dlopt_history_sink_fn sink) {
  return dlopt_history_write(s->rows, format, first, sink, s);
}

#endif
