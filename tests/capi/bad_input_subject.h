/* bad_input_subject.h - what the rows of bad_input_rows.def are tried on, and the calls among them that need more than one line. */
#ifndef BAD_INPUT_SUBJECT_H
#define BAD_INPUT_SUBJECT_H

#include "check.h"
#include "support.h"

#include <math.h>

/* ---- the subject of a row -------------------------------------------------------------------------------------------------------------
 */

typedef struct subject {
  dlopt_optimizer *opt, *flat, *flat_wide, *fresh; /* two parameters; one of 7 f32; one of 3 f64; none */
  dlopt_optimizer* wrapped;                        /* one of 7 f32, with every wrapper in order; something is accumulated */
  dlopt_schedule* schedule;                        /* a cosine */
  dlopt_scaler* scaler;                            /* one that has been through something */
  dlopt_norm_watch* watch;                         /* one with three norms */
  dlopt_history* rows;                             /* two columns, one row */
  float w0[15], g0[15], w1[8], g1[8];
  double wide[14];
  int64_t matrix[2], seven[1];
  dlopt_tensor params[2], grads[2];
  /* descriptions, for a row to spoil */
  dlopt_runtime_desc runtime;
  dlopt_param_desc param;
  dlopt_step_desc step;
  dlopt_norm_history history;
  dlopt_stats_desc wanted;     /* all parameters, shown whole */
  dlopt_kernel_buffers kernel; /* AdamW with amsgrad on the second parameter */
  dlopt_hyper_value hypers[2];
  void* states[3];
  float moments[3][7];
  int64_t transposed[2], columns[2], negative[1], two[1], zero[1];
  int64_t short_rows[2], two_gaps[2], far[1], state_strides[3]; /* of strides */
  const int64_t* average_strides;
  const dlopt_schedule* children[3];
  /* results, which must not be written */
  dlopt_hyper_info hyper_info;
  dlopt_state_info state_info;
  dlopt_stats stats;
  double value, norms[4];
  int64_t counted;
  int32_t slot;
  dlopt_schedule* made;
  char block[64];
} subject;

static void describe_kernel(subject* s) {
  for (int i = 0; i < 3; i++) s->states[i] = s->moments[i];
  CHECK_OK(dlopt_kernel_buffers_init(&s->kernel, sizeof s->kernel));
  s->kernel.n = 7, s->kernel.param = s->w1, s->kernel.grad = s->g1, s->kernel.states = s->states, s->kernel.n_states = 3;
  s->hypers[0] = (dlopt_hyper_value){sizeof *s->hypers, DLOPT_HYPER_AMSGRAD, 1};
  s->hypers[1] = (dlopt_hyper_value){sizeof *s->hypers, DLOPT_HYPER_LR, 0.5};
}

static void declare_two(subject* s) {
  int32_t slot;
  s->param.name = "matrix", s->param.ndim = 2, s->param.shape = s->matrix;
  CHECK_OK(dlopt_optimizer_param_add(s->opt, &s->param, &slot));
  s->param.name = NULL, s->param.ndim = 1, s->param.shape = s->seven;
  CHECK_OK(dlopt_optimizer_param_add(s->opt, &s->param, &slot));
}

static void subject_wrap(subject* s) {
  int32_t index;
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &s->wrapped));
  declare(s->wrapped, DLOPT_DTYPE_F32, 7);
  for (dlopt_wrapper wrapper = 1; wrapper <= dlopt_wrapper_count(); wrapper++) CHECK_OK(dlopt_optimizer_wrap(s->wrapped, wrapper, &index));
  CHECK_OK(dlopt_optimizer_accumulate(s->wrapped, &s->grads[1], 1, 1, NULL));
}

static void subject_look(subject* s) {
  static const char* const columns[] = {"loss", "lr"};
  static const double row[] = {1, 0.5};
  REQUIRE_OK(dlopt_norm_watch_create(NULL, &s->watch));
  for (int64_t i = 0; i < 3; i++) CHECK_OK(dlopt_norm_watch_look(s->watch, i, 1, NULL));
  REQUIRE_OK(dlopt_history_create(NULL, columns, 2, &s->rows));
  CHECK_OK(dlopt_history_append(s->rows, 1, 0, row, 2));
  CHECK_OK(dlopt_stats_desc_init(&s->wanted, sizeof s->wanted));
  s->wanted.params = s->params, s->wanted.grads = s->grads, s->wanted.count = 2;
}

static void subject_open(subject* s) {
  memset(s, 0, sizeof *s);
  s->matrix[0] = s->transposed[1] = 3, s->matrix[1] = s->transposed[0] = 5, s->seven[0] = 7;
  s->columns[0] = 1, s->columns[1] = 3, s->negative[0] = -1, s->two[0] = 2;
  s->short_rows[0] = 4, s->short_rows[1] = 1, s->two_gaps[0] = 11, s->two_gaps[1] = 2, s->far[0] = INT64_C(1) << 62;
  s->state_strides[0] = s->state_strides[1] = s->state_strides[2] = 1;
  fill_f32(s->w0, 15, 1), fill_f32(s->g0, 15, 2), fill_f32(s->w1, 8, 3), fill_f32(s->g1, 8, 4), fill_f64(s->wide, 14, 5);
  CHECK_OK(dlopt_runtime_desc_init(&s->runtime, sizeof s->runtime));
  CHECK_OK(dlopt_param_desc_init(&s->param, sizeof s->param));
  CHECK_OK(dlopt_step_desc_init(&s->step, sizeof s->step));
  CHECK_OK(dlopt_norm_history_init(&s->history, sizeof s->history, s->norms, 4));
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAMW, &s->opt));
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_ADAM, &s->flat));
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &s->flat_wide));
  REQUIRE_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_LION, &s->fresh));
  REQUIRE_OK(dlopt_schedule_create(NULL, DLOPT_SCHEDULE_COSINE, &s->schedule));
  REQUIRE_OK(dlopt_scaler_create(NULL, &s->scaler));
  CHECK_OK(dlopt_scaler_update(s->scaler, 1));
  subject_look(s);
  declare_two(s);
  CHECK_OK(dlopt_tensor_init(&s->params[0], sizeof *s->params, s->w0, DLOPT_DTYPE_F32, 2, s->matrix));
  CHECK_OK(dlopt_tensor_init(&s->grads[0], sizeof *s->grads, s->g0, DLOPT_DTYPE_F32, 2, s->matrix));
  s->params[1] = vector(s->w1, DLOPT_DTYPE_F32, s->seven);
  s->grads[1] = vector(s->g1, DLOPT_DTYPE_F32, s->seven);
  for (int i = 0; i < 3; i++) {
    CHECK_OK(dlopt_optimizer_step(s->opt, s->params, s->grads, 2, &s->step));
    CHECK_OK(dlopt_optimizer_step_f32(s->flat, s->w1, s->g1, 7));
    CHECK_OK(dlopt_optimizer_step_f64(s->flat_wide, s->wide, s->wide + 3, 3));
    s->children[i] = s->schedule;
  }
  subject_wrap(s);
  describe_kernel(s);
  s->hyper_info.struct_size = sizeof s->hyper_info, s->state_info.struct_size = sizeof s->state_info,
  s->stats.struct_size = sizeof s->stats;
}

static void subject_close(subject* s) {
  CHECK_OK(dlopt_optimizer_destroy(s->opt));
  CHECK_OK(dlopt_optimizer_destroy(s->flat));
  CHECK_OK(dlopt_optimizer_destroy(s->flat_wide));
  CHECK_OK(dlopt_optimizer_destroy(s->fresh));
  CHECK_OK(dlopt_optimizer_destroy(s->wrapped));
  CHECK_OK(dlopt_schedule_destroy(s->schedule));
  CHECK_OK(dlopt_scaler_destroy(s->scaler));
  CHECK_OK(dlopt_norm_watch_destroy(s->watch));
  CHECK_OK(dlopt_history_destroy(s->rows));
}

static uint64_t wrapped_hash(dlopt_optimizer* opt) {
  uint64_t hash = optimizer_hash(opt, DLOPT_RULE_SGD);
  dlopt_tensor sum;
  double value;
  sum.struct_size = sizeof sum;
  CHECK_OK(dlopt_optimizer_state(opt, 0, "accumulated_grad", &sum));
  hash = hash_bytes(hash, sum.data, 7 * sizeof(float));
  for (int32_t index = 0; index < 6; index++)
    for (dlopt_wrapper_field field = DLOPT_WRAP_DECAY; field <= DLOPT_WRAP_ETA; field++)
      if (dlopt_optimizer_wrap_get(opt, index, field, &value) == DLOPT_OK) hash = hash_bytes(hash, &value, sizeof value);
  return hash;
}

static uint64_t looked_hash(const subject* s) {
  double norms[DLOPT_NORM_WATCH_MAX_WINDOW], value;
  size_t count = 0;
  const int64_t n_rows = dlopt_history_rows(s->rows);
  CHECK_OK(dlopt_norm_watch_window(s->watch, norms, DLOPT_NORM_WATCH_MAX_WINDOW, &count));
  uint64_t hash = hash_bytes(hash_bytes(HASH_START, norms, count * sizeof *norms), &n_rows, sizeof n_rows);
  for (dlopt_norm_watch_field field = DLOPT_NORM_WATCH_WINDOW; field <= DLOPT_NORM_WATCH_FIRED; field++) {
    CHECK_OK(dlopt_norm_watch_get(s->watch, field, &value));
    hash = hash_bytes(hash, &value, sizeof value);
  }
  return hash;
}

/* All that a refused call must leave alone. */
static uint64_t subject_hash(const subject* s) {
  uint64_t hash = optimizer_hash(s->opt, DLOPT_RULE_ADAMW) ^ optimizer_hash(s->flat, DLOPT_RULE_ADAM) * 3 ^
                  optimizer_hash(s->flat_wide, DLOPT_RULE_SGD) * 5 ^ optimizer_hash(s->fresh, DLOPT_RULE_LION) * 7 ^
                  wrapped_hash(s->wrapped) * 11 ^ looked_hash(s) * 13;
  hash = hash_bytes(hash, s->w0, sizeof s->w0), hash = hash_bytes(hash, s->g0, sizeof s->g0);
  hash = hash_bytes(hash, s->w1, sizeof s->w1), hash = hash_bytes(hash, s->g1, sizeof s->g1);
  hash = hash_bytes(hash, s->wide, sizeof s->wide);
  for (dlopt_schedule_field field = DLOPT_FIELD_BASE; field <= DLOPT_FIELD_SHARED_CLOCK; field++) {
    double value = 0;
    if (dlopt_schedule_get(s->schedule, field, &value) == DLOPT_OK) hash = hash_bytes(hash, &value, sizeof value);
  }
  for (dlopt_scaler_field field = DLOPT_SCALER_INIT_SCALE; field <= DLOPT_SCALER_FOUND; field++) {
    double value = 0;
    if (dlopt_scaler_get(s->scaler, field, &value) == DLOPT_OK) hash = hash_bytes(hash, &value, sizeof value);
  }
  hash = hash_bytes(hash, &s->hyper_info, sizeof s->hyper_info), hash = hash_bytes(hash, &s->state_info, sizeof s->state_info);
  hash = hash_bytes(hash, &s->stats, sizeof s->stats), hash = hash_bytes(hash, &s->value, sizeof s->value);
  hash = hash_bytes(hash, s->moments, sizeof s->moments), hash = hash_bytes(hash, s->block, sizeof s->block);
  hash = hash_bytes(hash, s->norms, sizeof s->norms), hash = hash_bytes(hash, &s->counted, sizeof s->counted);
  return hash_bytes(hash, &s->slot, sizeof s->slot);
}

/* ---- calls that need more than one line -----------------------------------------------------------------------------------------------
 */

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
  dlopt_runtime_desc desc;
  dlopt_runtime* runtime = NULL;
  CHECK_OK(dlopt_runtime_desc_init(&desc, sizeof desc));
  desc.alloc = graveyard_alloc, desc.free = graveyard_free;
  CHECK_OK(dlopt_runtime_create(&desc, &runtime));
  return runtime;
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

static void inline_parallel_for(void* user, size_t n, dlopt_task_fn task, void* context) {
  (void)user;
  for (size_t i = 0; i < n; i++) task(context, i);
}

/* Every call that makes a handle leaves NULL when it fails. */
static dlopt_status create_refused(dlopt_runtime* runtime, dlopt_rule rule) {
  dlopt_optimizer* opt = (dlopt_optimizer*)&rule;
  dlopt_status status = dlopt_optimizer_create(runtime, rule, &opt);
  CHECK(!opt);
  return status;
}

static dlopt_status clone_refused(dlopt_optimizer* original) {
  dlopt_optimizer* copy = (dlopt_optimizer*)&original;
  dlopt_status status = dlopt_optimizer_clone(original, &copy);
  CHECK(!copy);
  return status;
}

static dlopt_status runtime_refused(const dlopt_runtime_desc* desc) {
  dlopt_runtime* runtime = (dlopt_runtime*)&desc;
  dlopt_status status = dlopt_runtime_create(desc, &runtime);
  CHECK(!runtime);
  return status;
}

static dlopt_status recipe_refused(dlopt_runtime* runtime, dlopt_recipe recipe, int64_t steps_per_epoch, int64_t total_steps) {
  dlopt_optimizer* opt = (dlopt_optimizer*)&recipe;
  dlopt_status status = dlopt_recipe_create(runtime, recipe, steps_per_epoch, total_steps, &opt);
  CHECK(!opt);
  return status;
}

static dlopt_status schedule_create_refused(dlopt_runtime* runtime, dlopt_schedule_kind kind) {
  dlopt_schedule* schedule = (dlopt_schedule*)&kind;
  dlopt_status status = dlopt_schedule_create(runtime, kind, &schedule);
  CHECK(!schedule);
  return status;
}

static dlopt_status outline_refused(dlopt_runtime* runtime, dlopt_rule rule) {
  dlopt_optimizer* none = (dlopt_optimizer*)(void*)graveyard;
  dlopt_status status = dlopt_optimizer_outline(runtime, rule, &none);
  CHECK(none == NULL);
  return status;
}

static dlopt_status place_refused(dlopt_optimizer* opt, void* memory, size_t bytes) {
  dlopt_optimizer* none = (dlopt_optimizer*)(void*)graveyard;
  dlopt_status status = dlopt_optimizer_place(opt, memory, bytes, &none);
  CHECK(none == NULL);
  return status;
}

static dlopt_status outline_stepped(void) {
  float p[3] = {1, 2, 3}, g[3] = {1, 1, 1};
  dlopt_optimizer* outline = NULL;
  REQUIRE_OK(dlopt_optimizer_outline(NULL, DLOPT_RULE_ADAM, &outline));
  dlopt_status status = dlopt_optimizer_step_f32(outline, p, g, 3);
  CHECK_INT(dlopt_optimizer_param_count(outline), 0);
  CHECK_OK(dlopt_optimizer_destroy(outline));
  return status;
}

static dlopt_status kernel(subject* s) { return dlopt_kernel_apply(NULL, DLOPT_RULE_ADAMW, s->hypers, 2, 4, &s->kernel, 1, 6, NULL); }
static dlopt_status kernel_hyper(subject* s, dlopt_hyper hyper, double value) {
  s->hypers[1].hyper = hyper, s->hypers[1].value = value;
  return kernel(s);
}

static dlopt_status measure(subject* s) { return dlopt_optimizer_measure(s->opt, &s->wanted, &s->stats); }
static dlopt_status hash_refused(subject* s, const dlopt_tensor* params, size_t count) {
  uint64_t hash = 5;
  dlopt_status status = dlopt_optimizer_state_hash(s->opt, params, count, &hash);
  CHECK(hash == 5);
  return status;
}
static dlopt_status restore_refused(subject* s, double strange) {
  const double norms[] = {1, strange};
  return dlopt_norm_watch_restore(s->watch, norms, 2);
}

static int32_t no_sink(void* user, const void* bytes, size_t count) {
  (void)user, (void)bytes, (void)count;
  CHECK(!"called");
  return 0;
}
static dlopt_status write_refused(subject* s, dlopt_history_format format, int64_t first, dlopt_history_sink_fn sink) {
  return dlopt_history_write(s->rows, format, first, sink, s);
}
static dlopt_status history_refused(dlopt_runtime* runtime, const char* first, const char* second, size_t count) {
  const char* const columns[] = {first, second};
  dlopt_history* history = (dlopt_history*)&count;
  dlopt_status status = dlopt_history_create(runtime, columns, count, &history);
  CHECK(!history);
  return status;
}
static dlopt_status watch_refused(dlopt_runtime* runtime) {
  dlopt_norm_watch* watch = (dlopt_norm_watch*)&runtime;
  dlopt_status status = dlopt_norm_watch_create(runtime, &watch);
  CHECK(!watch);
  return status;
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

static dlopt_status rule_from_name_refused(const char* name) {
  dlopt_rule rule = 5;
  dlopt_status status = dlopt_rule_from_name(name, &rule);
  CHECK_INT(rule, 0);
  return status;
}

static dlopt_status tensor_refused(dlopt_dtype dtype, int32_t ndim, const int64_t* shape) {
  dlopt_tensor tensor, before;
  memset(&tensor, 0x5A, sizeof tensor);
  before = tensor;
  dlopt_status status = dlopt_tensor_init(&tensor, sizeof tensor, graveyard, dtype, ndim, shape);
  CHECK_BYTES(&tensor, &before, sizeof tensor);
  return status;
}

static dlopt_status state_refused(subject* s, int32_t slot, const char* name) {
  dlopt_tensor tensor, before;
  memset(&tensor, 0, sizeof tensor);
  tensor.struct_size = sizeof tensor;
  before = tensor;
  dlopt_status status = dlopt_optimizer_state(s->opt, slot, name, &tensor);
  CHECK_BYTES(&tensor, &before, sizeof tensor);
  return status;
}

static dlopt_status add_refused(subject* s) { return dlopt_optimizer_param_add(s->opt, &s->param, &s->slot); }

static dlopt_status add_shape_refused(subject* s, int64_t a, int64_t b, int64_t c) {
  const int64_t shape[] = {a, b, c};
  s->param.ndim = 3, s->param.shape = shape;
  return add_refused(s);
}

/* The results in the description must not be written by a step that fails. */
static dlopt_status negative_scales_refused(subject* s) {
  static float scales[7] = {1, 1, -1, 1, 1, 1, 1};
  dlopt_tensor tensor = vector(scales, DLOPT_DTYPE_F32, s->seven);
  return dlopt_optimizer_param_scales(s->opt, 1, NULL, &tensor);
}

/* A step with good gradients and, in place of the gradients, the deltas that a row has spoiled. */
static dlopt_status deltas_refused(subject* s) {
  static float still[15];
  dlopt_tensor grads[2] = {vector(still, DLOPT_DTYPE_F32, s->matrix), vector(still, DLOPT_DTYPE_F32, s->seven)};
  grads[0].ndim = 2;
  s->step.deltas = s->grads;
  return dlopt_optimizer_step(s->opt, s->params, grads, 2, &s->step);
}

/* A step with accumulated gradients, a good first average, and this for a second. */
static float first_average[8];
static dlopt_status average_refused(subject* s, void* second, dlopt_dtype dtype) {
  dlopt_tensor averages[] = {vector(first_average, DLOPT_DTYPE_F32, s->seven), vector(second, dtype, s->seven)};
  averages[0].strides = s->average_strides;
  s->step.averages = averages;
  return dlopt_optimizer_step(s->wrapped, &s->params[1], NULL, 1, &s->step);
}

static dlopt_status step(subject* s) {
  dlopt_step_desc before = s->step;
  dlopt_status status = dlopt_optimizer_step(s->opt, s->params, s->grads, 2, &s->step);
  CHECK_BYTES(&s->step, &before, sizeof before);
  return status;
}

static dlopt_status remove_twice(void) {
  dlopt_optimizer* opt = NULL;
  CHECK_OK(dlopt_optimizer_create(NULL, DLOPT_RULE_SGD, &opt));
  declare(opt, DLOPT_DTYPE_F32, 3);
  CHECK_OK(dlopt_optimizer_param_freeze(opt, 0, 1)); /* a frozen one can be removed */
  CHECK_OK(dlopt_optimizer_param_remove(opt, 0));
  dlopt_status status = dlopt_optimizer_param_remove(opt, 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return status;
}

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

static dlopt_status suggestion_refused(subject* s, double first_lr, double first_loss, double smoothing, int32_t method) {
  const double lr[] = {first_lr, 0.1, 1}, loss[] = {first_loss, 2, 3};
  return dlopt_lr_suggest(lr, loss, 3, smoothing, method, &s->value);
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

/* Puts schedules around schedules until one is refused; that must come after 16 and long before 10,000. */
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
  CHECK_THAT(depth >= 13 && depth <= 17, "about 16 levels (refused after %d more)", depth);
  CHECK_OK(dlopt_schedule_destroy(inner));
  return status;
}

/* The norm is told although the call fails. */
static dlopt_status clip_norm_of(subject* s, float strange) {
  float saved = s->g1[3];
  double norm = 1;
  s->g1[3] = strange;
  dlopt_status status = dlopt_clip_norm(NULL, s->grads, 2, 1, 2, DLOPT_CLIP_TORCH, &norm);
  CHECK(isnan(strange) ? isnan(norm) : isinf(norm));
  s->g1[3] = saved;
  return status;
}

static dlopt_status clip_per_row(subject* s, double max_norm, double p, dlopt_clip_form form) {
  return dlopt_clip_per_row(NULL, s->grads, 2, max_norm, p, form, &s->counted);
}
static dlopt_status clip_agc(subject* s, double factor, double eps, dlopt_units units) {
  return dlopt_clip_agc(NULL, s->params, s->grads, 2, factor, eps, 2, units, &s->counted);
}
static dlopt_status clip_percentile(subject* s) { return dlopt_clip_percentile(NULL, s->grads, 2, 2, DLOPT_CLIP_EXACT, &s->history); }
static dlopt_status penalty(subject* s, double l1, double l2) {
  return dlopt_grad_penalty(NULL, s->params, s->grads, 2, l1, l2, &s->value);
}

/* A number that is not finite, for the length of one call. */
static dlopt_status with_strange(float* place, float strange, dlopt_status (*call)(subject*), subject* s) {
  float saved = *place;
  *place = strange;
  dlopt_status status = call(s);
  *place = saved;
  return status;
}
static dlopt_status clip_per_tensor(subject* s) { return dlopt_clip_per_tensor(NULL, s->grads, 2, 1, 2, DLOPT_CLIP_TORCH, &s->counted); }
static dlopt_status clip_by_params(subject* s) { return clip_agc(s, 0.01, 1e-3, DLOPT_UNITS_LAST); }

static const char* mebibyte(void) {
  static char text[(1 << 20) + 1];
  if (!text[0]) memset(text, 'x', 1 << 20);
  return text;
}

static const int32_t first_slot[] = {0}, third_slot[] = {2};
static const int64_t first_rows[] = {0, 1}, last_rows[] = {2, 3}, same_rows[] = {1, 1}, falling_rows[] = {1, 0};
static const uint8_t a_mask[] = {1, 0, 1};

/* A step for some rows of the first parameter, which has three. */
static dlopt_status rows_refused(subject* s, int64_t count, const int64_t* indices, const uint8_t* mask, dlopt_rows_form form,
                                 dlopt_rows_mode mode) {
  dlopt_rows rows[2] = {{.struct_size = sizeof rows[0]}, {.struct_size = sizeof rows[0]}};
  rows[0].count = count, rows[0].indices = indices, rows[0].mask = mask, rows[0].form = form, rows[0].mode = mode;
  s->step.rows = rows;
  return dlopt_optimizer_step(s->opt, s->params, s->grads, 2, &s->step);
}

static dlopt_status edit_refused(subject* s, uint32_t size, int64_t count, const int64_t* source) {
  const dlopt_rows_edit edit = {size, 0, count, source};
  return dlopt_optimizer_rows_edit(s->opt, first_slot, 1, &edit);
}

/* ---- checkpoints --------------------------------------------------------------------------------------------------------------------- */

static int64_t write_nothing(void* user, const void* bytes, size_t n) { return (void)user, (void)bytes, (void)n, 0; }
static int64_t read_nothing(void* user, void* to, size_t n) { return (void)user, (void)to, (void)n, 0; }

static dlopt_status save_refused(subject* s, uint32_t reserved) {
  dlopt_sink sink;
  CHECK_OK(dlopt_sink_init(&sink, sizeof sink));
  sink.reserved = reserved;
  if (reserved) sink.write = write_nothing;
  return dlopt_optimizer_save_bytes(s->opt, &sink, NULL);
}

/* `given` 0: no function; 1: something reserved; 2: neither. */
static dlopt_status load_refused(subject* s, uint32_t given, int64_t size, uint32_t flags) {
  dlopt_source source;
  dlopt_load_desc desc;
  CHECK_OK(dlopt_source_init(&source, sizeof source));
  CHECK_OK(dlopt_load_desc_init(&desc, sizeof desc));
  if (given) source.read = read_nothing;
  source.reserved = given == 1;
  source.size = size;
  desc.flags = flags;
  return dlopt_optimizer_load_bytes(s->opt, &source, &desc);
}

#endif
