/* steps.h - steps, and the tensors that they take. */
#ifndef BAD_INPUT_CALLS_STEPS_H
#define BAD_INPUT_CALLS_STEPS_H

#include "bad_input/dead_handles.h"
#include "bad_input/subject.h"

/* The results in the description must not be written by a step that fails. */
static dlopt_status step(subject* s) {
  dlopt_step_desc before = s->step;
  dlopt_status status = dlopt_optimizer_step(s->opt, s->params, s->grads, 2, &s->step);
  CHECK_BYTES(&s->step, &before, sizeof before);
  return status;
}

/* A step with good gradients and, in place of the gradients, the deltas that a row has spoiled. */
static dlopt_status deltas_refused(subject* s) {
  static float still[15];
  dlopt_tensor grads[2] = {vector(still, DLOPT_DTYPE_F32, s->matrix), vector(still, DLOPT_DTYPE_F32, s->seven)};
  grads[0].ndim = 2;
  s->step.deltas = s->grads;
  return dlopt_optimizer_step(s->opt, s->params, grads, 2, &s->step);
}

static dlopt_status tensor_refused(dlopt_dtype dtype, int32_t ndim, const int64_t* shape) {
  dlopt_tensor tensor, before;
  memset(&tensor, 0x5A, sizeof tensor);
  before = tensor;
  dlopt_status status = dlopt_tensor_init(&tensor, sizeof tensor, graveyard, dtype, ndim, shape);
  CHECK_BYTES(&tensor, &before, sizeof tensor);
  return status;
}

#endif
