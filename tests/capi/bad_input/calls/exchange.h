/* exchange.h - states, counts and declarations that are not handed over; pieces that are no good. */
#ifndef BAD_INPUT_CALLS_EXCHANGE_H
#define BAD_INPUT_CALLS_EXCHANGE_H

#include "bad_input/dead_handles.h"
#include "bad_input/subject.h"

/* With the numbers of the second parameter's weights; `spoilt` is put in their place 2. */
static dlopt_status set_refused(subject* s, const char* name, float spoilt, uint32_t flags) {
  float numbers[7] = {1, 2, spoilt, 4, 5, 6, 7};
  dlopt_tensor from = vector(numbers, DLOPT_DTYPE_F32, s->seven);
  return dlopt_optimizer_state_set(s->opt, 1, name, &from, flags);
}

static dlopt_status get_refused(subject* s, int32_t slot, const char* name, dlopt_dtype dtype) {
  float numbers[7] = {0};
  dlopt_tensor to = vector(numbers, DLOPT_DTYPE_F32, s->seven);
  to.dtype = dtype;
  dlopt_status status = dlopt_optimizer_state_get(s->opt, slot, name, &to);
  for (int i = 0; i < 7; i++) CHECK(numbers[i] == 0);
  return status;
}

static dlopt_status set_slow_refused(subject* s) {
  dlopt_tensor from = vector(s->w1, DLOPT_DTYPE_F32, s->seven);
  return dlopt_optimizer_state_set(s->wrapped, 0, "accumulated_grad", &from, 0);
}

static dlopt_status set_ages_refused(dlopt_dtype dtype, int32_t last, const int64_t* strides) {
  static dlopt_optimizer* opt;
  dlopt_param_desc desc;
  dlopt_tensor view;
  int32_t slot, ages[4] = {1, last, last, last};
  const int64_t two = 2;
  CHECK_OK(dlopt_optimizer_create(graveyard_runtime(), DLOPT_RULE_ADAM, &opt));
  CHECK_OK(dlopt_param_desc_init(&desc, sizeof desc));
  view.struct_size = sizeof view;
  desc.ndim = 1, desc.shape = &two, desc.row_ages = 1;
  CHECK_OK(dlopt_optimizer_param_add(opt, &desc, &slot));
  CHECK_OK(dlopt_optimizer_state(opt, 0, "row_age", &view));
  dlopt_tensor from = vector(ages, dtype, &two);
  from.strides = strides;
  dlopt_status status = dlopt_optimizer_state_set(opt, 0, "row_age", &from, 0);
  CHECK_INT(((const int32_t*)view.data)[0], 0);
  CHECK_INT(((const int32_t*)view.data)[1], 0);
  CHECK_OK(dlopt_optimizer_destroy(opt));
  return status;
}

static dlopt_status started_refused(subject* s, int32_t slot, const char* name) {
  int32_t started = 7;
  dlopt_status status = dlopt_optimizer_state_started(s->opt, slot, name, &started);
  CHECK_INT(started, 7);
  return status;
}

static dlopt_status info_refused(dlopt_optimizer* opt, int32_t slot) {
  dlopt_param_desc desc, before;
  memset(&desc, 0, sizeof desc);
  desc.struct_size = sizeof desc;
  before = desc;
  dlopt_status status = dlopt_optimizer_param_info(opt, slot, &desc);
  CHECK_BYTES(&desc, &before, sizeof desc);
  return status;
}

/* A load of what was saved, in two pieces: the first is as it should be but for what a row spoils. */
static dlopt_status pieces_refused(subject* s, dlopt_load_piece first, uint32_t size_of_second) {
  static char file[1 << 14];
  size_t used;
  dlopt_load_desc desc;
  dlopt_load_piece both[] = {first, first};
  CHECK_OK(dlopt_optimizer_save_block(s->opt, file, sizeof file, &used, NULL));
  CHECK_OK(dlopt_load_desc_init(&desc, sizeof desc));
  both[1].struct_size = size_of_second;
  desc.pieces = both, desc.n_pieces = 2, desc.flags = DLOPT_LOAD_PARTIAL;
  return dlopt_optimizer_load_block(s->opt, file, used, &desc);
}

static dlopt_load_piece piece(uint32_t reserved, const char* from, const char* to, int64_t from_row, int64_t to_row, int64_t rows) {
  dlopt_load_piece made;
  CHECK_OK(dlopt_load_piece_init(&made, sizeof made));
  made.reserved = reserved, made.from = from, made.to = to, made.from_row = from_row, made.to_row = to_row, made.rows = rows;
  return made;
}

#endif
