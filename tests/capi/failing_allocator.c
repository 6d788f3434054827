/* Every allocation of every call fails once, and then it and all later ones fail: the call says so, nothing leaks, the optimizer that was
 * there is as it was and goes on working, and the same call succeeds when there is memory again. */
#include "check.h"
#include "support.h"

#include <math.h>

enum { N = 16384 * 2 + 5, ENDLESS = 100000 };

/* What a scenario starts from, and what it makes. */
typedef struct world {
  ledger books;
  dlopt_runtime* runtime;
  dlopt_rule rule;
  dlopt_optimizer* opt; /* some parameters, two groups, two steps old */
  dlopt_schedule* schedule;
  int64_t n;
  dlopt_tensor params[64], grads[64];
  size_t count;
  dlopt_runtime* new_runtime;
  dlopt_optimizer* new_opt;
  dlopt_schedule* new_schedule;
  dlopt_scaler* new_scaler;
  dlopt_norm_watch* new_watch;
  dlopt_history* new_history;
} world;

typedef struct scenario {
  const char* name;
  dlopt_rule rule;
  int32_t params;                /* that the optimizer has */
  dlopt_status (*run)(world* w); /* the calls under test */
  int flags;
} scenario;

/* lr follows a schedule from the start; the calls ask for no memory; wrappers that need no buffers of the caller's, and a projection */
enum { FOLLOWS = 1, NEVER_ALLOCATES = 2, WRAPPED = 4 };

static float buffers[2][N];

static void world_open(world* w, const scenario* s) {
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

/* Frees what the scenario made, so that it can run again. */
static void discard(world* w) {
  CHECK_OK(dlopt_optimizer_destroy(w->new_opt));
  CHECK_OK(dlopt_schedule_destroy(w->new_schedule));
  CHECK_OK(dlopt_scaler_destroy(w->new_scaler));
  CHECK_OK(dlopt_norm_watch_destroy(w->new_watch));
  CHECK_OK(dlopt_history_destroy(w->new_history));
  CHECK_OK(dlopt_runtime_destroy(w->new_runtime));
  w->new_opt = NULL, w->new_schedule = NULL, w->new_scaler = NULL, w->new_watch = NULL, w->new_history = NULL, w->new_runtime = NULL;
}

static void world_close(world* w, const char* name) {
  discard(w);
  CHECK_OK(dlopt_schedule_destroy(w->schedule));
  CHECK_OK(dlopt_optimizer_destroy(w->opt));
  CHECK_OK(dlopt_runtime_destroy(w->runtime));
  CHECK_THAT(w->books.live_blocks == 0 && w->books.live_bytes == 0, "%s: no leak (%ld blocks, %lld bytes)", name, w->books.live_blocks,
             w->books.live_bytes);
  CHECK_THAT(w->books.faults == 0, "%s: blocks go back as they came", name);
}

/* ---- scenarios ------------------------------------------------------------------------------------------------------------------------
 */

static dlopt_status make_runtime(world* w, int32_t threads) {
  dlopt_runtime_desc desc;
  dlopt_runtime_desc_init(&desc, sizeof desc);
  ledger_install(&w->books, &desc);
  desc.threads = threads;
  return dlopt_runtime_create(&desc, &w->new_runtime);
}

static dlopt_status runtime_inline(world* w) { return make_runtime(w, 0); }
static dlopt_status runtime_pool(world* w) { return make_runtime(w, 3); }
static dlopt_status create(world* w) { return dlopt_optimizer_create(w->runtime, w->rule, &w->new_opt); }
static dlopt_status recipe(world* w) { return dlopt_recipe_create(w->runtime, DLOPT_RECIPE_BERT, 0, 20000, &w->new_opt); }
static dlopt_status recipe_without_schedule(world* w) { return dlopt_recipe_create(w->runtime, DLOPT_RECIPE_PPO, 0, 0, &w->new_opt); }
static dlopt_status clone(world* w) { return dlopt_optimizer_clone(w->opt, &w->new_opt); }

static dlopt_status add_described(world* w, const char* name, dlopt_dtype dtype, int32_t ndim, const int64_t* shape) {
  dlopt_param_desc desc;
  int32_t slot;
  dlopt_param_desc_init(&desc, sizeof desc);
  desc.name = name, desc.dtype = dtype, desc.ndim = ndim, desc.shape = shape;
  return dlopt_optimizer_param_add(w->opt, &desc, &slot);
}

static dlopt_status add_vector(world* w) { return add_described(w, NULL, DLOPT_DTYPE_F32, 1, &w->n); }

static dlopt_status add_named(world* w) {
  const int64_t shape[] = {3, 50, 70};
  char name[1024];
  memset(name, 'n', sizeof name - 1), name[sizeof name - 1] = 0;
  return add_described(w, name, DLOPT_DTYPE_F64, 3, shape);
}

static dlopt_status add_empty(world* w) {
  const int64_t none = 0;
  return add_described(w, "empty", DLOPT_DTYPE_F32, 1, &none);
}

static dlopt_status add_with_master(world* w) {
  dlopt_param_desc desc;
  int32_t slot;
  dlopt_param_desc_init(&desc, sizeof desc);
  desc.dtype = DLOPT_DTYPE_BF16, desc.master = DLOPT_MASTER_SPLIT, desc.ndim = 1, desc.shape = &w->n;
  return dlopt_optimizer_param_add(w->opt, &desc, &slot);
}

static dlopt_status add_group(world* w) {
  int32_t group;
  return dlopt_optimizer_group_add(w->opt, &group);
}

static dlopt_status set_amsgrad(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_AMSGRAD, 1); }
static dlopt_status set_group_amsgrad(world* w) { return dlopt_optimizer_group_set(w->opt, 0, DLOPT_HYPER_AMSGRAD, 1); }
static dlopt_status set_momentum(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_MOMENTUM, 0.9); }
static dlopt_status set_centered(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_CENTERED, 1); }
static dlopt_status set_lr(world* w) { return dlopt_optimizer_set(w->opt, DLOPT_HYPER_LR, 0.5); }
static dlopt_status preset(world* w) { return dlopt_optimizer_preset(w->opt, "tf"); }
static dlopt_status follow_one(world* w) { return dlopt_optimizer_schedule(w->opt, 1, DLOPT_HYPER_LR, w->schedule); }
static dlopt_status follow_all(world* w) { return dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_LR, w->schedule); }
static dlopt_status follow_none(world* w) { return dlopt_optimizer_schedule(w->opt, -1, DLOPT_HYPER_LR, NULL); }
static dlopt_status first_f32(world* w) {
  dlopt_status status = create(w);
  return status == DLOPT_OK ? dlopt_optimizer_step_f32(w->new_opt, buffers[0], buffers[1], N) : status;
}
static dlopt_status first_f64(world* w) {
  static double p[100], g[100];
  dlopt_status status = create(w);
  return status == DLOPT_OK ? dlopt_optimizer_step_f64(w->new_opt, p, g, 100) : status;
}

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

static dlopt_status norm(world* w) {
  double value;
  return dlopt_grad_norm(w->runtime, w->grads, w->count, 2, &value, NULL);
}
static dlopt_status norm_of_order_3(world* w) {
  double value;
  return dlopt_grad_norm(w->runtime, w->grads, w->count, 3, &value, NULL);
}
static dlopt_status clip_norm(world* w) { return dlopt_clip_norm(w->runtime, w->params, w->count, 1e9, 2, DLOPT_CLIP_TORCH, NULL); }
static dlopt_status clip_value(world* w) { return dlopt_clip_value(w->runtime, w->params, w->count, 1e9); }

/* One matrix of everything there is, for rows and columns. */
static dlopt_tensor matrix_of(float* data) {
  static const int64_t shape[] = {9, N / 9};
  dlopt_tensor t;
  dlopt_tensor_init(&t, sizeof t, data, DLOPT_DTYPE_F32, 2, shape);
  return t;
}
static dlopt_status clip_per_tensor(world* w) {
  return dlopt_clip_per_tensor(w->runtime, w->params, w->count, 1e9, 2, DLOPT_CLIP_TORCH, NULL);
}
static dlopt_status clip_per_row(world* w) {
  dlopt_tensor t = matrix_of(buffers[0]);
  return dlopt_clip_per_row(w->runtime, &t, 1, 1e9, 3, DLOPT_CLIP_TORCH, NULL);
}
static dlopt_status clip_agc(world* w) {
  dlopt_tensor p = matrix_of(buffers[0]), g = matrix_of(buffers[1]);
  return dlopt_clip_agc(w->runtime, &p, &g, 1, 1e9, 1e-3, 2, DLOPT_UNITS_LAST, NULL);
}
static dlopt_status clip_percentile(world* w) {
  double norms[3] = {1, 2, 3};
  dlopt_norm_history history;
  dlopt_norm_history_init(&history, sizeof history, norms, 3);
  history.seen = 3, history.percentile = 100;
  dlopt_status status = dlopt_clip_percentile(w->runtime, w->grads, w->count, 2, DLOPT_CLIP_EXACT, &history);
  CHECK_INT(history.seen, status == DLOPT_OK ? 4 : 3);
  return status;
}
static dlopt_status centralize(world* w) {
  dlopt_tensor g = matrix_of(buffers[1]);
  return dlopt_grad_centralize(w->runtime, &g, 1, 2);
}
static dlopt_status unscale(world* w) {
  int64_t nonfinite;
  return dlopt_grad_unscale(w->runtime, w->grads, w->count, 0.5, &nonfinite);
}
static dlopt_status penalty(world* w) {
  double value;
  return dlopt_grad_penalty(w->runtime, w->params, w->grads, w->count, 0.5, 0.25, &value);
}

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

static dlopt_status outline(world* w) { return dlopt_optimizer_outline(w->runtime, w->rule, &w->new_opt); }
static dlopt_status size(world* w) {
  size_t bytes;
  return dlopt_optimizer_size(w->opt, &bytes);
}
static dlopt_status place(world* w) {
  static char block[1 << 20];
  return dlopt_optimizer_place(w->opt, block, sizeof block, &w->new_opt);
}
/* To a stream and back: the reader does not know how long it will be. */
static dlopt_status save(world* w) {
  size_t used;
  static char block[1 << 17];
  return dlopt_optimizer_save_block(w->opt, block, sizeof block, &used, NULL);
}
typedef struct tape {
  char bytes[1 << 17];
  size_t end, at;
} tape;
static int64_t play(void* user, void* to, size_t n) {
  tape* t = user;
  const size_t left = t->end - t->at, given = n < left ? n : left;
  memcpy(to, t->bytes + t->at, given);
  t->at += given;
  return (int64_t)given;
}
/* What is loaded has a schedule and a wrapper more, so that these are made, too. */
static dlopt_status load(world* w) {
  static tape t;
  dlopt_optimizer* other = NULL;
  int32_t index;
  long fail_at = w->books.fail_at, fail_from = w->books.fail_from, calls;
  w->books.fail_at = w->books.fail_from = 0;
  calls = w->books.calls;
  CHECK_OK(dlopt_optimizer_clone(w->opt, &other));
  CHECK_OK(dlopt_optimizer_schedule(other, -1, DLOPT_HYPER_LR, w->schedule));
  if (dlopt_optimizer_wrap(other, DLOPT_WRAPPER_LOOKAHEAD, &index) != DLOPT_OK) CHECK_SAYS("lookahead");
  CHECK_OK(dlopt_optimizer_save_block(other, t.bytes, sizeof t.bytes, &t.end, NULL));
  CHECK_OK(dlopt_optimizer_destroy(other));
  w->books.calls = calls, w->books.fail_at = fail_at, w->books.fail_from = fail_from;
  dlopt_source source;
  CHECK_OK(dlopt_source_init(&source, sizeof source));
  t.at = 0, source.read = play, source.user = &t;
  return dlopt_optimizer_load_bytes(w->opt, &source, NULL);
}
static dlopt_status kernel(world* w) {
  static float m[N], v[N];
  void* states[] = {m, v};
  dlopt_kernel_buffers b;
  dlopt_kernel_buffers_init(&b, sizeof b);
  b.n = N, b.param = buffers[0], b.grad = buffers[1], b.states = states, b.n_states = 2;
  return dlopt_kernel_apply(w->runtime, w->rule, NULL, 0, 1, &b, 5, N, NULL);
}

static dlopt_status settings(world* w) {
  double value;
  dlopt_memory memory;
  dlopt_tensor view;
  memory.struct_size = sizeof memory, view.struct_size = sizeof view;
  dlopt_status status = dlopt_optimizer_param_freeze(w->opt, 0, 1);
  if (status == DLOPT_OK) status = dlopt_optimizer_param_freeze(w->opt, 0, 0);
  if (status == DLOPT_OK) status = dlopt_optimizer_param_scale(w->opt, 0, 1, 1);
  if (status == DLOPT_OK) status = dlopt_optimizer_get(w->opt, DLOPT_HYPER_LR, &value);
  if (status == DLOPT_OK) status = dlopt_optimizer_memory_query(w->opt, &memory);
  if (status == DLOPT_OK) status = dlopt_optimizer_state(w->opt, 0, "exp_avg", &view);
  if (status == DLOPT_OK) status = dlopt_schedule_value(w->schedule, 7, &value);
  return status;
}

static dlopt_status step(world* w) {
  dlopt_step_desc desc;
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.max_norm = 1, desc.clip_value = 0.1, desc.flags = DLOPT_STEP_SKIP_NONFINITE | DLOPT_STEP_GRAD_NORM;
  return dlopt_optimizer_step(w->opt, w->params, w->grads, w->count, &desc);
}

static dlopt_status scaler(world* w) { return dlopt_scaler_create(w->runtime, &w->new_scaler); }

/* Everything that a step has to do beside its rule, in pieces, with gradients that were observed. */
static dlopt_status whole_tail(world* w) {
  static float copies[N];
  dlopt_tensor to[64];
  dlopt_step_desc desc;
  int32_t done = 0;
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.max_norm = 1, desc.tensor_max_norm = 0.5, desc.agc_clipping = 0.01, desc.clip_value = 0.1, desc.copies = to;
  dlopt_status status = DLOPT_OK;
  for (size_t i = 0; i < w->count && status == DLOPT_OK; i++) {
    to[i] = vector(&copies[i * 9], DLOPT_DTYPE_F32, &w->n);
    status = dlopt_optimizer_observe(w->opt, (int32_t)i, &w->grads[i]);
  }
  if (status == DLOPT_OK) status = dlopt_optimizer_step_begin(w->opt, w->params, w->grads, w->count, &desc);
  while (status == DLOPT_OK && !done) status = dlopt_optimizer_step_part(w->opt, 100, &done);
  return status == DLOPT_OK ? dlopt_optimizer_step_end(w->opt, &desc) : status;
}

static dlopt_status step_with_rows(world* w) {
  static const int64_t first = 0, one = 1;
  dlopt_rows rows[64];
  dlopt_tensor grads[64];
  dlopt_step_desc desc;
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.rows = rows;
  for (size_t i = 0; i < w->count; i++) {
    rows[i] = (dlopt_rows){.struct_size = sizeof rows[i], .count = 1, .indices = &first};
    grads[i] = w->grads[i];
    grads[i].shape = &one;
  }
  return dlopt_optimizer_step(w->opt, w->params, grads, w->count, &desc);
}

static dlopt_status step_with_masks(world* w) {
  static const uint8_t mask[9] = {0, 1, 1, 0, 0, 1, 0, 0, 1};
  dlopt_rows rows[64];
  dlopt_step_desc desc;
  uint8_t moved[2];
  dlopt_step_desc_init(&desc, sizeof desc);
  desc.rows = rows, desc.flags = DLOPT_STEP_GRAD_NORM;
  for (size_t i = 0; i < w->count; i++)
    rows[i] = (dlopt_rows){.struct_size = sizeof rows[i], .mask = mask, .mode = i % 2 ? DLOPT_ROWS_SKIP : DLOPT_ROWS_DECAY_MOMENTS};
  rows[0].mode = DLOPT_ROWS_ZERO_SKIPS, rows[0].moved = moved;
  return dlopt_optimizer_step(w->opt, w->params, w->grads, w->count, &desc);
}

static dlopt_status add_with_ages(world* w) {
  dlopt_param_desc desc;
  int32_t slot;
  dlopt_param_desc_init(&desc, sizeof desc);
  desc.ndim = 1, desc.shape = &w->n, desc.row_ages = 1;
  return dlopt_optimizer_param_add(w->opt, &desc, &slot);
}

static const int32_t five_slots[] = {4, 0, 2, 1, 3};
static dlopt_status reserve_rows(world* w) { return dlopt_optimizer_rows_reserve(w->opt, five_slots, 5, 100); }
static dlopt_status edit_rows(world* w, const int64_t* source, int64_t count) {
  const dlopt_rows_edit edit = {sizeof edit, 0, count, source};
  return dlopt_optimizer_rows_edit(w->opt, five_slots, 5, &edit);
}
static dlopt_status add_rows(world* w) {
  static const int64_t source[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, -1, 3, 5, -1, -1};
  return edit_rows(w, source, 14);
}
static dlopt_status turn_rows(world* w) {
  static const int64_t source[] = {8, 7, 6, 5, 4, 3, 2, 1, 0};
  return edit_rows(w, source, 9);
}
static dlopt_status keep_rows(world* w) {
  static const int64_t source[] = {0, 2, -1, 3, 7};
  return edit_rows(w, source, 5);
}
static dlopt_status reset_rows(world* w) {
  static const int64_t rows[] = {8, 0, 8};
  return dlopt_optimizer_rows_reset(w->opt, five_slots, 5, rows, 3);
}

static dlopt_status both_modes(world* w) {
  dlopt_status status = dlopt_optimizer_mode(w->opt, DLOPT_MODE_EVAL, w->params, w->count);
  return status == DLOPT_OK ? dlopt_optimizer_mode(w->opt, DLOPT_MODE_TRAIN, w->params, w->count) : status;
}

static dlopt_status hessian(world* w) { return dlopt_optimizer_hessian(w->opt, w->grads, w->count); }

static dlopt_status wrap(world* w, dlopt_wrapper wrapper) {
  int32_t index;
  return dlopt_optimizer_wrap(w->opt, wrapper, &index);
}
static dlopt_status wrap_average(world* w) { return wrap(w, DLOPT_WRAPPER_EMA); }
static dlopt_status wrap_lookahead(world* w) { return wrap(w, DLOPT_WRAPPER_LOOKAHEAD); }
static dlopt_status project(world* w) { return dlopt_optimizer_param_project(w->opt, 0, -1, 1, 3); }

static dlopt_status wrapped_step(world* w) {
  dlopt_status status = dlopt_optimizer_perturb(w->opt, w->params, w->grads, w->count);
  if (status == DLOPT_OK) status = dlopt_optimizer_accumulate(w->opt, w->grads, w->count, 1, NULL);
  return status == DLOPT_OK ? dlopt_optimizer_step(w->opt, w->params, NULL, w->count, NULL) : status;
}

static dlopt_status coalesce(world* w) {
  static const int64_t indices[] = {4, 1, 4};
  static float rows[3] = {1, 2, 3}, sums[3];
  static int64_t three = 3;
  int64_t unique[3], count = 0;
  const dlopt_tensor from = vector(rows, DLOPT_DTYPE_F32, &three), to = vector(sums, DLOPT_DTYPE_F32, &three);
  return dlopt_rows_coalesce(w->runtime, indices, &from, unique, &to, &count);
}

static const scenario scenarios[] = {
    {"a runtime", DLOPT_RULE_SGD, 1, runtime_inline, 0},
    {"a runtime with a pool", DLOPT_RULE_SGD, 1, runtime_pool, 0},
    {"an optimizer", DLOPT_RULE_ADAM, 1, create, 0},
    {"a clone", DLOPT_RULE_ADAM, 33, clone, 0},
    {"a clone with schedules", DLOPT_RULE_ADAMW, 3, clone, FOLLOWS},
    {"the first parameter", DLOPT_RULE_ADAM, 0, add_vector, 0},
    {"a large parameter", DLOPT_RULE_LION, 1, add_vector, 0},
    {"a parameter with a long name", DLOPT_RULE_ADAGRAD, 2, add_named, 0},
    {"a parameter without elements", DLOPT_RULE_ADAM, 2, add_empty, 0},
    {"a parameter with a master", DLOPT_RULE_ADAM, 2, add_with_master, 0},
    {"parameter 5", DLOPT_RULE_ADAM, 4, add_vector, 0},
    {"parameter 9", DLOPT_RULE_ADAM, 8, add_vector, 0},
    {"parameter 17", DLOPT_RULE_ADAM, 16, add_vector, 0},
    {"parameter 33", DLOPT_RULE_RMSPROP, 32, add_vector, 0},
    {"parameter 65", DLOPT_RULE_ADAM, 64, add_vector, 0},
    {"a group", DLOPT_RULE_ADAM, 1, add_group, 0},
    {"a group that follows a schedule", DLOPT_RULE_ADAM, 1, add_group, FOLLOWS},
    {"amsgrad for all", DLOPT_RULE_ADAM, 5, set_amsgrad, 0},
    {"amsgrad for a group", DLOPT_RULE_ADAMW, 5, set_group_amsgrad, 0},
    {"momentum for sgd", DLOPT_RULE_SGD, 3, set_momentum, 0},
    {"momentum for rmsprop", DLOPT_RULE_RMSPROP, 3, set_momentum, 0},
    {"centered rmsprop", DLOPT_RULE_RMSPROP, 3, set_centered, 0},
    {"a preset", DLOPT_RULE_ADAM, 3, preset, 0},
    {"one follower", DLOPT_RULE_ADAM, 1, follow_one, 0},
    {"all follow", DLOPT_RULE_ADAM, 1, follow_all, 0},
    {"all follow another", DLOPT_RULE_ADAM, 1, follow_all, FOLLOWS},
    {"none follows any more", DLOPT_RULE_ADAM, 1, follow_none, FOLLOWS},
    {"the first flat step, f32", DLOPT_RULE_ADAM, 1, first_f32, 0},
    {"the first flat step, f64", DLOPT_RULE_RMSPROP, 1, first_f64, 0},
    {"a schedule", DLOPT_RULE_SGD, 1, new_schedule, 0},
    {"a sequence", DLOPT_RULE_SGD, 1, sequence, 0},
    {"a product", DLOPT_RULE_SGD, 1, product, 0},
    {"a warm-up", DLOPT_RULE_SGD, 1, warmup, 0},
    {"a chain", DLOPT_RULE_SGD, 1, chain, 0},
    {"a schedule with lists", DLOPT_RULE_SGD, 1, piecewise, 0},
    {"all follow one with lists", DLOPT_RULE_SGD, 1, follow_lists, 0},
    {"nested schedules", DLOPT_RULE_ADAM, 2, nested, 0},
    {"a recipe", DLOPT_RULE_SGD, 1, recipe, 0},
    {"a recipe without a schedule", DLOPT_RULE_SGD, 1, recipe_without_schedule, 0},
    {"a norm", DLOPT_RULE_SGD, 64, norm, 0},
    {"a norm of order 3", DLOPT_RULE_SGD, 1, norm_of_order_3, 0},
    {"clipping by norm", DLOPT_RULE_SGD, 64, clip_norm, 0},
    {"clipping by value", DLOPT_RULE_SGD, 1, clip_value, 0},
    {"clipping tensors", DLOPT_RULE_SGD, 64, clip_per_tensor, 0},
    {"clipping rows", DLOPT_RULE_SGD, 1, clip_per_row, 0},
    {"clipping units", DLOPT_RULE_SGD, 1, clip_agc, 0},
    {"clipping to a percentile", DLOPT_RULE_SGD, 64, clip_percentile, 0},
    {"centralising", DLOPT_RULE_SGD, 1, centralize, 0},
    {"unscaling", DLOPT_RULE_SGD, 64, unscale, 0},
    {"a penalty", DLOPT_RULE_SGD, 64, penalty, 0},
    {"statistics", DLOPT_RULE_ADAM, 1, stats, NEVER_ALLOCATES},
    {"statistics of all", DLOPT_RULE_ADAM, 64, measure, NEVER_ALLOCATES},
    {"a hash", DLOPT_RULE_ADAMW, 64, state_hash, FOLLOWS | WRAPPED | NEVER_ALLOCATES},
    {"a norm watch", DLOPT_RULE_SGD, 1, watch, 0},
    {"a history", DLOPT_RULE_SGD, 1, history, 0},
    {"an outline", DLOPT_RULE_ADAM, 1, outline, 0},
    {"a size", DLOPT_RULE_ADAM, 33, size, FOLLOWS | WRAPPED},
    {"a place", DLOPT_RULE_CAME, 33, place, FOLLOWS | WRAPPED},
    {"a checkpoint saved", DLOPT_RULE_ADAM, 5, save, FOLLOWS | WRAPPED},
    {"a checkpoint loaded", DLOPT_RULE_ADAM, 5, load, 0},
    {"a checkpoint of factored states loaded", DLOPT_RULE_CAME, 3, load, FOLLOWS | WRAPPED},
    {"a kernel call", DLOPT_RULE_ADAM, 1, kernel, NEVER_ALLOCATES},
    {"settings", DLOPT_RULE_ADAM, 2, settings, NEVER_ALLOCATES},
    {"a rate", DLOPT_RULE_ADAM, 2, set_lr, NEVER_ALLOCATES},
    {"a step", DLOPT_RULE_ADAM, 64, step, NEVER_ALLOCATES},
    {"a step with all its tail", DLOPT_RULE_ADAM, 64, whole_tail, NEVER_ALLOCATES},
    {"a long step with all its tail", DLOPT_RULE_LAMB, 1, whole_tail, NEVER_ALLOCATES},
    {"a scaler", DLOPT_RULE_SGD, 1, scaler, 0},
    {"a step with rows", DLOPT_RULE_SPARSE_ADAM, 64, step_with_rows, NEVER_ALLOCATES},
    {"a step with masks", DLOPT_RULE_ADAM, 64, step_with_masks, NEVER_ALLOCATES},
    {"a parameter with ages of rows", DLOPT_RULE_ADAM, 16, add_with_ages, 0},
    {"room for rows", DLOPT_RULE_ADAM, 6, reserve_rows, 0},
    {"rows added", DLOPT_RULE_ADAM, 6, add_rows, 0},
    {"rows in another order", DLOPT_RULE_ADAM, 6, turn_rows, 0},
    {"rows kept", DLOPT_RULE_ADAM, 6, keep_rows, NEVER_ALLOCATES},
    {"rows reset", DLOPT_RULE_ADAM, 6, reset_rows, NEVER_ALLOCATES},
    {"both modes", DLOPT_RULE_SCHEDULEFREE_ADAMW, 64, both_modes, NEVER_ALLOCATES},
    {"a Hessian", DLOPT_RULE_SOPHIA, 64, hessian, NEVER_ALLOCATES},
    {"an average", DLOPT_RULE_ADAM, 33, wrap_average, 0},
    {"slow weights", DLOPT_RULE_ADAM, 5, wrap_lookahead, 0},
    {"an average beside other wrappers", DLOPT_RULE_SGD, 33, wrap_average, WRAPPED},
    {"a projection", DLOPT_RULE_ADAM, 33, project, 0},
    {"a parameter with wrappers", DLOPT_RULE_ADAM, 16, add_vector, WRAPPED},
    {"a clone with wrappers", DLOPT_RULE_ADAM, 3, clone, WRAPPED},
    {"a step with wrappers", DLOPT_RULE_ADAMW, 64, wrapped_step, WRAPPED | NEVER_ALLOCATES},
    {"rows coalesced", DLOPT_RULE_ADAM, 1, coalesce, 0},
};

/* ---- the torture ----------------------------------------------------------------------------------------------------------------------
 */

/* Lets the n-th allocation fail. Returns whether the call got that far. */
static int try_failure(const scenario* s, long n, int for_good) {
  world w;
  world_open(&w, s);
  uint64_t before = optimizer_hash(w.opt, w.rule), data = hash_bytes(HASH_START, buffers, sizeof buffers);
  ledger_rewind(&w.books);
  *(for_good ? &w.books.fail_from : &w.books.fail_at) = n;
  dlopt_status status = s->run(&w);
  long failed = w.books.failed, calls = w.books.calls;
  ledger_rewind(&w.books);
  if (failed) {
    CHECK_THAT(status == DLOPT_ERR_OUT_OF_MEMORY, "%s, allocation %ld: says so (\"%s\")", s->name, n, dlopt_status_string(status));
    discard(&w);
    CHECK_THAT(optimizer_hash(w.opt, w.rule) == before, "%s, allocation %ld: the optimizer is as it was", s->name, n);
    CHECK_THAT(hash_bytes(HASH_START, buffers, sizeof buffers) == data, "%s, allocation %ld: the buffers are as they were", s->name, n);
    CHECK_OK(dlopt_optimizer_step(w.opt, w.params, w.grads, w.count, NULL));
    CHECK_THAT(s->run(&w) == DLOPT_OK, "%s, allocation %ld: works when there is memory (%s)", s->name, n, dlopt_last_error());
  } else {
    CHECK_THAT(status == DLOPT_OK, "%s: works (%s)", s->name, dlopt_last_error());
  }
  if (s->flags & NEVER_ALLOCATES) CHECK_THAT(calls == 0, "%s asks for no memory (asked %ld times)", s->name, calls);
  world_close(&w, s->name);
  return failed != 0;
}

static void every_allocation_may_fail(void) {
  for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++) {
    long n[2] = {1, 1};
    for (int for_good = 0; for_good < 2; for_good++)
      while (n[for_good] < ENDLESS && try_failure(&scenarios[i], n[for_good], for_good)) n[for_good]++;
    CHECK_THAT(n[0] == n[1] && n[0] < ENDLESS, "%s: the same failures both ways", scenarios[i].name);
    printf("       %-32s %ld allocations\n", scenarios[i].name, n[0] - 1);
  }
}

int main(void) {
  RUN(every_allocation_may_fail);
  return check_done("failing_allocator");
}
