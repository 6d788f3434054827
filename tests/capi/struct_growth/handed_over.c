/* Structures that a caller hands over: what a newer one sets beyond what this library knows is refused, what it leaves at zero is not. */
#include "growth.h"

/* Room for a structure of the future. */
#define GROWN(type)                                                                                                                        \
  union {                                                                                                                                  \
    type now;                                                                                                                              \
    unsigned char bytes[sizeof(type) + 64];                                                                                                \
  }

/* Tries every size on one call; `use` makes the call with what lies at `structure`. */
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

static void step_desc(void) {
  GROWN(dlopt_step_desc) d;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_step_desc_init(&d.now, sizeof d.now));
  check_input("dlopt_step_desc", use_step, &d, sizeof d.now, sizeof d);
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

static void kernel_buffers(void) {
  GROWN(dlopt_kernel_buffers) b;
  CHECK_OK(dlopt_kernel_buffers_init(&b.now, sizeof b.now));
  describe_kernel(&b.now);
  check_input("dlopt_kernel_buffers", use_kernel, &b, sizeof b.now, sizeof b);
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

static dlopt_status use_state_set(void* structure) { return dlopt_optimizer_state_set(optimizer, 0, "exp_avg", structure, 0); }
static dlopt_status use_state_get(void* structure) { return dlopt_optimizer_state_get(optimizer, 0, "exp_avg", structure); }

static void tensors(void) {
  GROWN(dlopt_tensor) t;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 3);
  t.now = vector(g, DLOPT_DTYPE_F32, &three);
  check_input("dlopt_tensor of dlopt_grad_norm", use_norm, &t, sizeof t.now, sizeof t);
  t.now = vector(p, DLOPT_DTYPE_F32, &three);
  check_input("dlopt_tensor of dlopt_optimizer_stats", use_stats, &t, sizeof t.now, sizeof t);
  check_input("dlopt_tensor of dlopt_optimizer_state_set", use_state_set, &t, sizeof t.now, sizeof t);
  check_input("dlopt_tensor of dlopt_optimizer_state_get", use_state_get, &t, sizeof t.now, sizeof t);
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

/* Of an array of two: the second lies where the struct_size of the first says. */
static dlopt_status use_pieces(void* structure) {
  dlopt_load_piece* first = structure;
  const uint32_t size = first->struct_size;
  char both[2 * (sizeof *first + 64)];
  dlopt_load_desc desc;
  CHECK_OK(dlopt_load_desc_init(&desc, sizeof desc));
  desc.pieces = first, desc.n_pieces = 1;
  if (size < sizeof *first || size > sizeof both / 2) return use_load(&desc);
  memcpy(both, structure, size), memcpy(both + size, structure, size);
  ((dlopt_load_piece*)(void*)(both + size))->from_row = 0;
  ((dlopt_load_piece*)(void*)(both + size))->to_row = first->rows;
  desc.pieces = (dlopt_load_piece*)(void*)both, desc.n_pieces = 2;
  return use_load(&desc);
}

/* The first of them is of two rows of four, which the other two go before. */
static void pieces(void) {
  GROWN(dlopt_load_piece) piece;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &optimizer));
  declare(optimizer, DLOPT_DTYPE_F32, 4);
  CHECK_OK(dlopt_optimizer_save_block(optimizer, file, sizeof file, &file_bytes, NULL));
  CHECK_OK(dlopt_load_piece_init(&piece.now, sizeof piece.now));
  piece.now.from = piece.now.to = "param_0", piece.now.from_row = 2, piece.now.rows = 2;
  check_input("dlopt_load_piece", use_pieces, &piece, sizeof piece.now, sizeof piece);
  CHECK_OK(dlopt_optimizer_destroy(optimizer));
}

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

void structures_that_are_handed_over(void) {
  RUN(runtime_desc);
  RUN(param_desc);
  RUN(step_desc);
  RUN(norm_history);
  RUN(kernel_buffers);
  RUN(hyper_values);
  RUN(tensors);
  RUN(arrays_of_grown_tensors);
  RUN(rows_edit);
  RUN(stats_desc);
  RUN(checkpoints);
  RUN(pieces);
}
