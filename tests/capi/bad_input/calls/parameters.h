/* parameters.h - calls that declare, scale and remove parameters. */
#ifndef BAD_INPUT_CALLS_PARAMETERS_H
#define BAD_INPUT_CALLS_PARAMETERS_H

#include "bad_input/subject.h"

static dlopt_status add_refused(subject* s) { return dlopt_optimizer_param_add(s->opt, &s->param, &s->slot); }

static dlopt_status add_shape_refused(subject* s, int64_t a, int64_t b, int64_t c) {
  const int64_t shape[] = {a, b, c};
  s->param.ndim = 3, s->param.shape = shape;
  return add_refused(s);
}

static dlopt_status negative_scales_refused(subject* s) {
  static float scales[7] = {1, 1, -1, 1, 1, 1, 1};
  dlopt_tensor tensor = vector(scales, DLOPT_DTYPE_F32, s->seven);
  return dlopt_optimizer_param_scales(s->opt, 1, NULL, &tensor);
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

#endif
