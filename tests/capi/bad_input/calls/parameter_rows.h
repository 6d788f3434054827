/* parameter_rows.h - steps and edits of some rows of a parameter. */
#ifndef BAD_INPUT_CALLS_PARAMETER_ROWS_H
#define BAD_INPUT_CALLS_PARAMETER_ROWS_H

#include "bad_input/subject.h"

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

#endif
