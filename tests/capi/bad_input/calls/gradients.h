/* gradients.h - clipping and other work on gradients outside a step. */
#ifndef BAD_INPUT_CALLS_GRADIENTS_H
#define BAD_INPUT_CALLS_GRADIENTS_H

#include "bad_input/subject.h"

/* A number that is not finite, for the length of one call. */
static dlopt_status with_strange(float* place, float strange, dlopt_status (*call)(subject*), subject* s) {
  float saved = *place;
  *place = strange;
  dlopt_status status = call(s);
  *place = saved;
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

static dlopt_status clip_per_tensor(subject* s) { return dlopt_clip_per_tensor(NULL, s->grads, 2, 1, 2, DLOPT_CLIP_TORCH, &s->counted); }

static dlopt_status clip_agc(subject* s, double factor, double eps, dlopt_units units) {
  return dlopt_clip_agc(NULL, s->params, s->grads, 2, factor, eps, 2, units, &s->counted);
}

static dlopt_status clip_by_params(subject* s) { return clip_agc(s, 0.01, 1e-3, DLOPT_UNITS_LAST); }
static dlopt_status clip_percentile(subject* s) { return dlopt_clip_percentile(NULL, s->grads, 2, 2, DLOPT_CLIP_EXACT, &s->history); }

static dlopt_status penalty(subject* s, double l1, double l2) {
  return dlopt_grad_penalty(NULL, s->params, s->grads, 2, l1, l2, &s->value);
}

#endif
