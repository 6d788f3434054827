/* step.h - the step, whole and in pieces, and gradients observed before it. */
#ifndef DLOPT_PYTHON_STEP_H
#define DLOPT_PYTHON_STEP_H

#include "base.h"
#include "tensors.h"

#ifndef SWIG
/* Adds StepReport, and the quick step, to the module. */
int step_ready(PyObject* module);
#endif

/* `options`: a dict of the fields of dlopt_step_desc that are not results, or None. What comes back is a StepReport. */
PyObject* py_step_desc_init(void);
PyObject* py_optimizer_step(PyObject* optimizer, PyObject* params, PyObject* grads, PyObject* options);
PyObject* py_optimizer_step_f32(PyObject* optimizer, PyObject* param, PyObject* grad);
PyObject* py_optimizer_step_f64(PyObject* optimizer, PyObject* param, PyObject* grad);
PyObject* py_optimizer_observe(PyObject* optimizer, int32_t slot, PyObject* grad);

/* The handle keeps all buffers of a step in pieces until it ends. */
PyObject* py_optimizer_step_begin(PyObject* optimizer, PyObject* params, PyObject* grads, PyObject* options);
PyObject* py_optimizer_step_part(PyObject* optimizer, int64_t max_elements);
PyObject* py_optimizer_step_end(PyObject* optimizer);
PyObject* py_optimizer_step_abort(PyObject* optimizer);

#endif
