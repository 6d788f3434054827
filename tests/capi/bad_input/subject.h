/* subject.h - what the rows are tried on: how it is opened and closed, and all of it that a refused call must leave alone. */
#ifndef BAD_INPUT_SUBJECT_H
#define BAD_INPUT_SUBJECT_H

#include "check.h"
#include "support.h"

#include <math.h>

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

/* Longer than any name may be. */
static const char* mebibyte(void) {
  static char text[(1 << 20) + 1];
  if (!text[0]) memset(text, 'x', 1 << 20);
  return text;
}

#endif
