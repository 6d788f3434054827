/* wrappers.h - steps of an optimizer with all wrappers. */
#ifndef BAD_INPUT_CALLS_WRAPPERS_H
#define BAD_INPUT_CALLS_WRAPPERS_H

#include "bad_input/subject.h"

static float first_average[8];

/* A step with accumulated gradients, a good first average, and this for a second. */
static dlopt_status average_refused(subject* s, void* second, dlopt_dtype dtype) {
  dlopt_tensor averages[] = {vector(first_average, DLOPT_DTYPE_F32, s->seven), vector(second, dtype, s->seven)};
  averages[0].strides = s->average_strides;
  s->step.averages = averages;
  return dlopt_optimizer_step(s->wrapped, &s->params[1], NULL, 1, &s->step);
}

#endif
