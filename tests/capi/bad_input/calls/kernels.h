/* kernels.h - kernel calls on the buffers of the subject. */
#ifndef BAD_INPUT_CALLS_KERNELS_H
#define BAD_INPUT_CALLS_KERNELS_H

#include "bad_input/subject.h"

static dlopt_status kernel(subject* s) { return dlopt_kernel_apply(NULL, DLOPT_RULE_ADAMW, s->hypers, 2, 4, &s->kernel, 1, 6, NULL); }

static dlopt_status kernel_hyper(subject* s, dlopt_hyper hyper, double value) {
  s->hypers[1].hyper = hyper, s->hypers[1].value = value;
  return kernel(s);
}

#endif
