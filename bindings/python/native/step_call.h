/* step_call.h - all that one step is given, taken and checked. */
#ifndef DLOPT_PYTHON_STEP_CALL_H
#define DLOPT_PYTHON_STEP_CALL_H

#include "step_options.h"

typedef struct {
  step_options options;
  tensors params, grads;
} step_call;

/* Returns 0 with an exception set, and holds nothing then. */
int step_call_take(dlopt_optimizer* optimizer, PyObject* params, PyObject* grads, PyObject* options, step_call* given);
void step_call_release(step_call* given);

/* A capsule of a step_call that releases it when it dies. Releases `given` where it fails, with an exception set. */
PyObject* step_call_keep(step_call* given);

/* Whether grads, if there are any, are as many as params. */
int same_count(const tensors* params, const char* name, size_t count);

PyObject* step_report(const dlopt_step_desc* desc);

#endif
