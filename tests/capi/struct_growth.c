/* Structures grow at their end: what a newer caller sets beyond what this library knows is refused, what it leaves at zero is not; sizes
 * that no version ever had are refused. The first release knows no older callers yet: its own size is the smallest. */
#include "check.h"
#include "support.h"

#include <math.h>
#include <stddef.h>

/* Room for a structure of the future. */
#define GROWN(type)                                                                                                                        \
  union {                                                                                                                                  \
    type now;                                                                                                                              \
    unsigned char bytes[sizeof(type) + 64];                                                                                                \
  }

static void put_size(void* structure, uint32_t size) { memcpy(structure, &size, sizeof size); }

/* Tries every size on one call; `use` makes the call with what lies at `structure`. */
typedef dlopt_status (*use_fn)(void* structure);

static void check_input(const char* name, use_fn use, void* structure, size_t known, size_t room) {
  const uint32_t bad[] = {0, 1, 4, (uint32_t)known - 1, UINT32_MAX};
  unsigned char* bytes = structure;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    put_size(structure, bad[i]);
    CHECK_THAT(use(structure) == DLOPT_ERR_INVALID_ARGUMENT, "%s: size %u is none", name, bad[i]);
    CHECK_SAYS("struct_size");
  }
  memset(bytes + known, 0, room - known);
  for (size_t size = known; size <= room; size += 8) {
    put_size(structure, (uint32_t)size);
    CHECK_THAT(use(structure) == DLOPT_OK, "%s: size %zu with a tail of zeros (%s)", name, size, dlopt_last_error());
  }
  for (size_t at = known; at < room; at += 21) {
    bytes[at] = 1;
    put_size(structure, (uint32_t)room);
    CHECK_THAT(use(structure) == DLOPT_ERR_UNSUPPORTED, "%s: byte %zu of the tail is set", name, at);
    put_size(structure, (uint32_t)known);
    CHECK_THAT(use(structure) == DLOPT_OK, "%s: what lies beyond struct_size is not read", name);
    bytes[at] = 0;
  }
}

static dlopt_status use_runtime(void* structure) {
  dlopt_runtime* runtime = (dlopt_runtime*)structure;
  dlopt_status status = dlopt_runtime_create(structure, &runtime);
  CHECK((status == DLOPT_OK) == (runtime != NULL));
  CHECK_OK(dlopt_runtime_destroy(runtime));
  return status;
}

static void runtime_desc(void) {
  GROWN(dlopt_runtime_desc) d;
  CHECK_OK(dlopt_runtime_desc_init(&d.now, sizeof d.now));
  check_input("dlopt_runtime_desc", use_runtime, &d, sizeof d.now, sizeof d);
}

static dlopt_optimizer* optimizer;
static float p[3] = {1, 2, 3}, g[3] = {1, 1, 1};
static int64_t three = 3;

static dlopt_status use_param(void* structure) {
  int32_t slot = -1, count = dlopt_optimizer_param_count(optimizer);
  dlopt_status status = dlopt_optimizer_param_add(optimizer, structure, &slot);
  CHECK_INT(dlopt_optimizer_param_count(optimizer), count + (status == DLOPT_OK));
  return status;
}

static void param_desc(void) {
  GROWN(dlopt_param_desc) d;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  CHECK_OK(dlopt_param_desc_init(&d.now, sizeof d.now));
  d.now.ndim = 1, d.now.shape = &three;
  check_input("dlopt_param_desc", use_param, &d, sizeof d.now, sizeof d);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

static dlopt_status use_step(void* structure) {
  dlopt_tensor param = vector(p, DLOPT_DTYPE_F32, &three), grad = vector(g, DLOPT_DTYPE_F32, &three);
  float before[3];
  memcpy(before, p, sizeof p);
  dlopt_status status = dlopt_optimizer_step(optimizer, &param, &grad, 1, structure);
  CHECK((memcmp(before, p, sizeof p) != 0) == (status == DLOPT_OK));
  return status;
}

static void step_desc(void) {
  GROWN(dlopt_step_desc) d;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_step_desc_init(&d.now, sizeof d.now));
  check_input("dlopt_step_desc", use_step, &d, sizeof d.now, sizeof d);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* A caller of the first release declares parameters without masters and with full states, and is not told of moments. */
static void param_desc_of_the_first_release(void) {
  enum { FIRST = 64, LENGTH = 4096 };
  dlopt_param_desc d;
  dlopt_tensor state;
  dlopt_state_info info;
  int64_t shape[] = {LENGTH};
  int32_t slot;
  memset(&d, 0x5A, sizeof d);
  int32_t strange = d.state_form; /* what lies behind the structure: neither read nor written */
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  CHECK_OK(dlopt_param_desc_init(&d, FIRST));
  CHECK_INT(d.state_form, strange);
  CHECK_INT(d.master, strange);
  d.ndim = 1, d.shape = shape;
  CHECK_OK(dlopt_optimizer_param_add(optimizer, &d, &slot));
  state.struct_size = sizeof state;
  CHECK_OK(dlopt_optimizer_state(optimizer, slot, "exp_avg", &state));
  CHECK_INT(state.dtype, DLOPT_DTYPE_F32);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
  memset(&info, 0x5A, sizeof info);
  info.struct_size = offsetof(dlopt_state_info, moment);
  CHECK_OK(dlopt_rule_state_info(DLOPT_RULE_ADAM, 0, &info));
  CHECK_INT(info.moment, strange);
}

/* A caller of the first release hands over less, and gets no more back. */
static void step_desc_of_the_first_release(void) {
  enum { FIRST = 72 };
  dlopt_step_desc d;
  memset(&d, 0x5A, sizeof d);
  int32_t strange = d.max_skips; /* what lies behind the structure: neither read nor written */
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_step_desc_init(&d, FIRST));
  CHECK_INT(d.struct_size, FIRST);
  CHECK_INT(d.max_skips, strange);
  d.max_skips = -1;
  CHECK_OK(use_step(&d));
  CHECK_INT(d.applied_step, 1);
  CHECK_INT(d.max_skips, -1);
  CHECK_INT(d.skips, strange);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* A caller that does not know averages cannot hand any over: wrapped so, its steps are refused; others are not. */
static void step_desc_without_averages(void) {
  dlopt_step_desc d;
  int32_t index;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  memset(&d, 0x5A, sizeof d);
  CHECK_OK(dlopt_step_desc_init(&d, offsetof(dlopt_step_desc, averages)));
  CHECK_OK(dlopt_optimizer_wrap(optimizer, DLOPT_WRAPPER_LOOKAHEAD, &index));
  CHECK_OK(use_step(&d));
  CHECK_OK(dlopt_optimizer_wrap(optimizer, DLOPT_WRAPPER_EMA, &index));
  CHECK_STATUS(use_step(&d), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("averages");
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* Nor does one that ends before the tail ask for any of it: zeros behind its end are not taken for limits. */
static void step_desc_without_the_tail(void) {
  dlopt_step_desc d;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_step_desc_init(&d, offsetof(dlopt_step_desc, scaler)));
  memset(&d.scaler, 0, sizeof d - offsetof(dlopt_step_desc, scaler));
  CHECK_OK(use_step(&d));
  CHECK_REAL(d.grad_norm, NAN); /* a limit for tensors would have asked */
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

static dlopt_status use_history(void* structure) {
  dlopt_tensor grad = vector(g, DLOPT_DTYPE_F32, &three);
  return dlopt_clip_percentile(NULL, &grad, 1, 2, DLOPT_CLIP_EXACT, structure);
}

static void norm_history(void) {
  GROWN(dlopt_norm_history) h;
  double norms[8];
  CHECK_OK(dlopt_norm_history_init(&h.now, sizeof h.now, norms, 8));
  check_input("dlopt_norm_history", use_history, &h, sizeof h.now, sizeof h);
}

static float m[3], v[3];
static void* states[] = {m, v};

static dlopt_status use_kernel(void* structure) { return dlopt_kernel_apply(NULL, DLOPT_RULE_ADAM, NULL, 0, 1, structure, 0, 3, NULL); }

static void kernel_buffers(void) {
  GROWN(dlopt_kernel_buffers) b;
  CHECK_OK(dlopt_kernel_buffers_init(&b.now, sizeof b.now));
  b.now.n = 3, b.now.param = p, b.now.grad = g, b.now.states = states, b.now.n_states = 2;
  check_input("dlopt_kernel_buffers", use_kernel, &b, sizeof b.now, sizeof b);
}

/* A caller that does not know strides has none, whatever lies behind its structure. */
static void kernel_buffers_without_strides(void) {
  dlopt_kernel_buffers b;
  memset(&b, 0x5A, sizeof b);
  CHECK_OK(dlopt_kernel_buffers_init(&b, offsetof(dlopt_kernel_buffers, param_stride)));
  b.n = 3, b.param = p, b.grad = g, b.states = states, b.n_states = 2;
  CHECK_OK(use_kernel(&b));
  CHECK(b.param_stride == INT64_C(0x5A5A5A5A5A5A5A5A));
}

/* Of an array of two: the second lies where the struct_size of the first says. */
static dlopt_status use_hypers(void* structure) {
  dlopt_hyper_value* first = structure;
  uint32_t size = first->struct_size, kept = 0;
  char both[2 * (sizeof *first + 64)];
  if (size < sizeof *first || size > sizeof both / 2) return dlopt_kernel_states(DLOPT_RULE_ADAM, structure, 1, &kept, NULL);
  memcpy(both, structure, size), memcpy(both + size, structure, size);
  ((dlopt_hyper_value*)(void*)(both + size))->hyper = DLOPT_HYPER_AMSGRAD;
  ((dlopt_hyper_value*)(void*)(both + size))->value = 1;
  dlopt_status status = dlopt_kernel_states(DLOPT_RULE_ADAM, (dlopt_hyper_value*)(void*)both, 2, &kept, NULL);
  if (status == DLOPT_OK) CHECK_INT(kept, 7);
  return status;
}

static void hyper_values(void) {
  GROWN(dlopt_hyper_value) h;
  h.now.hyper = DLOPT_HYPER_LR, h.now.value = 0.5;
  check_input("dlopt_hyper_value", use_hypers, &h, sizeof h.now, sizeof h);
  dlopt_hyper_value two[] = {{sizeof *two, DLOPT_HYPER_LR, 1}, {sizeof *two + 8, DLOPT_HYPER_EPS, 1}};
  uint32_t kept;
  CHECK_STATUS(dlopt_kernel_states(DLOPT_RULE_ADAM, two, 2, &kept, NULL), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("hypers[1]");
}

static dlopt_status use_norm(void* structure) {
  double norm;
  return dlopt_grad_norm(NULL, structure, 1, 2, &norm, NULL);
}

static dlopt_status use_stats(void* structure) {
  dlopt_stats stats;
  stats.struct_size = sizeof stats;
  return dlopt_optimizer_stats(optimizer, 0, structure, NULL, &stats);
}

static void tensors(void) {
  GROWN(dlopt_tensor) t;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  t.now = vector(g, DLOPT_DTYPE_F32, &three);
  check_input("dlopt_tensor of dlopt_grad_norm", use_norm, &t, sizeof t.now, sizeof t);
  t.now = vector(p, DLOPT_DTYPE_F32, &three);
  check_input("dlopt_tensor of dlopt_optimizer_stats", use_stats, &t, sizeof t.now, sizeof t);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* In an array, the struct_size of the first is the distance to the next, and all must agree. */
static void arrays_of_grown_tensors(void) {
  GROWN(dlopt_tensor) params[3], grads[3];
  float w[3][3], before[3][3];
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &optimizer));
  memset(params, 0, sizeof params), memset(grads, 0, sizeof grads);
  for (int i = 0; i < 3; i++) {
    declare(optimizer, DLOPT_DTYPE_F32, 3);
    fill_f32(w[i], 3, (uint32_t)i);
    params[i].now = vector(w[i], DLOPT_DTYPE_F32, &three);
    grads[i].now = vector(g, DLOPT_DTYPE_F32, &three);
    params[i].now.struct_size = grads[i].now.struct_size = sizeof params[i];
  }
  memcpy(before, w, sizeof w);
  CHECK_OK(dlopt_optimizer_step(optimizer, &params[0].now, &grads[0].now, 3, NULL));
  for (int i = 0; i < 3; i++) CHECK_THAT(w[i][2] != before[i][2], "parameter %d moved", i);
  memcpy(before, w, sizeof w);
  params[2].now.struct_size = sizeof(dlopt_tensor);
  CHECK_STATUS(dlopt_optimizer_step(optimizer, &params[0].now, &grads[0].now, 3, NULL), DLOPT_ERR_INVALID_ARGUMENT);
  CHECK_SAYS("struct_size");
  params[2].now.struct_size = sizeof params[2];
  grads[1].bytes[sizeof grads[1] - 1] = 1;
  CHECK_STATUS(dlopt_optimizer_step(optimizer, &params[0].now, &grads[0].now, 3, NULL), DLOPT_ERR_UNSUPPORTED);
  CHECK_BYTES(w, before, sizeof w);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

static dlopt_status use_measure(void* structure) {
  dlopt_stats stats;
  stats.struct_size = sizeof stats;
  return dlopt_optimizer_measure(optimizer, structure, &stats);
}

static void stats_desc(void) {
  GROWN(dlopt_stats_desc) d;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_stats_desc_init(&d.now, sizeof d.now));
  check_input("dlopt_stats_desc", use_measure, &d, sizeof d.now, sizeof d);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

/* What the first release knew of, and nothing after it. */
static void stats_of_the_first_release(void) {
  dlopt_stats stats;
  memset(&stats, 0x5A, sizeof stats);
  stats.struct_size = offsetof(dlopt_stats, update_norm);
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_optimizer_stats(optimizer, 0, NULL, NULL, &stats));
  CHECK_INT(stats.numel, 3);
  CHECK_INT(((const unsigned char*)&stats.update_norm)[0], 0x5A);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

static dlopt_status fill_hyper(void* s) { return dlopt_rule_hyper_info(DLOPT_RULE_ADAM, 0, s); }
static dlopt_status fill_field(void* s) { return dlopt_schedule_field_info(DLOPT_SCHEDULE_COSINE, 0, s); }
static dlopt_status fill_watch(void* s) { return dlopt_norm_watch_field_info(0, s); }
static dlopt_status fill_wrap(void* s) { return dlopt_wrapper_field_info(DLOPT_WRAPPER_SAM, 0, s); }
static dlopt_status fill_state_info(void* s) { return dlopt_rule_state_info(DLOPT_RULE_ADAM, 0, s); }
static dlopt_status fill_stats(void* s) { return dlopt_optimizer_stats(optimizer, 0, NULL, NULL, s); }
static dlopt_status fill_memory(void* s) { return dlopt_optimizer_memory_query(optimizer, s); }
static dlopt_status fill_state(void* s) { return dlopt_optimizer_state(optimizer, 0, "exp_avg", s); }

/* Structures that the library fills: a newer caller's is filled as far as it is known, and never past its size. */
static void filled_structures(void) {
  static const struct {
    const char* name;
    use_fn fill;
    size_t known;
  } rows[] = {
      {"dlopt_hyper_info", fill_hyper, sizeof(dlopt_hyper_info)},
      {"dlopt_hyper_info of a field", fill_field, sizeof(dlopt_hyper_info)},
      {"dlopt_hyper_info of a watch", fill_watch, sizeof(dlopt_hyper_info)},
      {"dlopt_hyper_info of a wrapper", fill_wrap, sizeof(dlopt_hyper_info)},
      {"dlopt_state_info", fill_state_info, sizeof(dlopt_state_info)},
      {"dlopt_stats", fill_stats, sizeof(dlopt_stats)},
      {"dlopt_memory", fill_memory, sizeof(dlopt_memory)},
      {"dlopt_tensor", fill_state, sizeof(dlopt_tensor)},
  };
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint64_t room[256];
    unsigned char *bytes = (unsigned char*)room, untouched[sizeof room];
    const uint32_t bad[] = {0, 1, 4, (uint32_t)rows[i].known - 1, UINT32_MAX};
    for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
      memset(bytes, 0x5A, sizeof room);
      put_size(bytes, bad[j]);
      memcpy(untouched, bytes, sizeof room);
      CHECK_THAT(rows[i].fill(bytes) == DLOPT_ERR_INVALID_ARGUMENT, "%s: size %u is none", rows[i].name, bad[j]);
      CHECK_SAYS("struct_size");
      CHECK_BYTES(bytes, untouched, sizeof room);
    }
    memset(bytes, 0x5A, sizeof room);
    put_size(bytes, (uint32_t)rows[i].known);
    CHECK_THAT(rows[i].fill(bytes) == DLOPT_OK, "%s: its own size (%s)", rows[i].name, dlopt_last_error());
    CHECK_THAT(bytes[rows[i].known] == 0x5A, "%s: nothing is written past it", rows[i].name);
    memset(bytes, 0, sizeof room);
    put_size(bytes, (uint32_t)rows[i].known + 16);
    CHECK_THAT(rows[i].fill(bytes) == DLOPT_OK, "%s: a newer caller's size (%s)", rows[i].name, dlopt_last_error());
    uint32_t size;
    memcpy(&size, bytes, sizeof size);
    CHECK_INT(size, rows[i].known + 16);
  }
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

typedef dlopt_status (*init_fn)(void* structure, size_t size);
static dlopt_status init_runtime(void* s, size_t size) { return dlopt_runtime_desc_init(s, size); }
static dlopt_status init_param(void* s, size_t size) { return dlopt_param_desc_init(s, size); }
static dlopt_status init_step(void* s, size_t size) { return dlopt_step_desc_init(s, size); }
static dlopt_status init_history(void* s, size_t size) { return dlopt_norm_history_init(s, size, NULL, 100); }
static dlopt_status init_kernel(void* s, size_t size) { return dlopt_kernel_buffers_init(s, size); }
static dlopt_status init_stats(void* s, size_t size) { return dlopt_stats_desc_init(s, size); }
static dlopt_status init_tensor(void* s, size_t size) { return dlopt_tensor_init(s, size, g, DLOPT_DTYPE_F32, 1, &three); }

static dlopt_status init_sink(void* s, size_t size) { return dlopt_sink_init(s, size); }
static dlopt_status init_source(void* s, size_t size) { return dlopt_source_init(s, size); }
static dlopt_status init_save(void* s, size_t size) { return dlopt_save_desc_init(s, size); }
static dlopt_status init_load(void* s, size_t size) { return dlopt_load_desc_init(s, size); }

static void init_functions(void) {
  static const struct {
    const char* name;
    init_fn init;
    size_t known;
  } rows[] = {
      {"dlopt_runtime_desc", init_runtime, sizeof(dlopt_runtime_desc)}, {"dlopt_param_desc", init_param, sizeof(dlopt_param_desc)},
      {"dlopt_step_desc", init_step, sizeof(dlopt_step_desc)},          {"dlopt_kernel_buffers", init_kernel, sizeof(dlopt_kernel_buffers)},
      {"dlopt_norm_history", init_history, sizeof(dlopt_norm_history)}, {"dlopt_tensor", init_tensor, sizeof(dlopt_tensor)},
      {"dlopt_stats_desc", init_stats, sizeof(dlopt_stats_desc)},
      {"dlopt_sink", init_sink, sizeof(dlopt_sink)},                    {"dlopt_source", init_source, sizeof(dlopt_source)},
      {"dlopt_save_desc", init_save, sizeof(dlopt_save_desc)},          {"dlopt_load_desc", init_load, sizeof(dlopt_load_desc)}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint64_t room[64];
    unsigned char *bytes = (unsigned char*)room, untouched[sizeof room];
    const size_t bad[] = {0, 1, 4, rows[i].known - 1, UINT32_MAX, SIZE_MAX};
    memset(untouched, 0x5A, sizeof room);
    for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
      memset(bytes, 0x5A, sizeof room);
      CHECK_THAT(rows[i].init(bytes, bad[j]) == DLOPT_ERR_INVALID_ARGUMENT, "%s: size %zu is none", rows[i].name, bad[j]);
      CHECK_SAYS("struct_size");
      CHECK_BYTES(bytes, untouched, sizeof room);
    }
    CHECK_THAT(rows[i].init(bytes, rows[i].known) == DLOPT_OK, "%s: its own size", rows[i].name);
    CHECK_THAT(bytes[rows[i].known] == 0x5A, "%s: nothing is written past it", rows[i].name);
  }
}

static dlopt_status use_edit(void* structure) {
  const dlopt_tensor from = vector(p, DLOPT_DTYPE_F32, &three), to = vector(g, DLOPT_DTYPE_F32, &three);
  return dlopt_rows_apply(structure, &from, &to);
}

static void rows_edit(void) {
  static const int64_t source[] = {2, 1, 0};
  GROWN(dlopt_rows_edit) e;
  e.now = (dlopt_rows_edit){sizeof e.now, 0, 3, source};
  check_input("dlopt_rows_edit", use_edit, &e, sizeof e.now, sizeof e);
}

/* ---- checkpoints */

static char file[4096];
static size_t file_bytes, file_at;
static int64_t write_away(void* user, const void* bytes, size_t n) { return (void)user, (void)bytes, (int64_t)n; }
static int64_t read_file(void* user, void* to, size_t n) {
  const size_t left = file_bytes - file_at, given = n < left ? n : left;
  (void)user, memcpy(to, file + file_at, given);
  file_at += given;
  return (int64_t)given;
}

static dlopt_status use_sink(void* s) { return dlopt_optimizer_save_bytes(optimizer, s, NULL); }
static dlopt_status use_source(void* s) { return file_at = 0, dlopt_optimizer_load_bytes(optimizer, s, NULL); }
static dlopt_status use_save(void* s) { return dlopt_optimizer_save_block(optimizer, file, sizeof file, &file_bytes, s); }
static dlopt_status use_load(void* s) { return dlopt_optimizer_load_block(optimizer, file, file_bytes, s); }

static void checkpoints(void) {
  GROWN(dlopt_sink) sink;
  GROWN(dlopt_source) source;
  GROWN(dlopt_save_desc) save;
  GROWN(dlopt_load_desc) load;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &optimizer));
  CHECK_OK(dlopt_sink_init(&sink.now, sizeof sink.now));
  CHECK_OK(dlopt_source_init(&source.now, sizeof source.now));
  CHECK_OK(dlopt_save_desc_init(&save.now, sizeof save.now));
  CHECK_OK(dlopt_load_desc_init(&load.now, sizeof load.now));
  sink.now.write = write_away, source.now.read = read_file;
  check_input("dlopt_save_desc", use_save, &save, sizeof save.now, sizeof save);
  check_input("dlopt_load_desc", use_load, &load, sizeof load.now, sizeof load);
  check_input("dlopt_sink", use_sink, &sink, sizeof sink.now, sizeof sink);
  check_input("dlopt_source", use_source, &source, sizeof source.now, sizeof source);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

int main(void) {
  RUN(runtime_desc);
  RUN(param_desc);
  RUN(param_desc_of_the_first_release);
  RUN(step_desc);
  RUN(step_desc_of_the_first_release);
  RUN(step_desc_without_averages);
  RUN(step_desc_without_the_tail);
  RUN(norm_history);
  RUN(kernel_buffers);
  RUN(kernel_buffers_without_strides);
  RUN(hyper_values);
  RUN(tensors);
  RUN(arrays_of_grown_tensors);
  RUN(rows_edit);
  RUN(stats_desc);
  RUN(stats_of_the_first_release);
  RUN(checkpoints);
  RUN(filled_structures);
  RUN(init_functions);
  return check_done("struct_growth");
}
