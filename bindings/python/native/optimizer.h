/* optimizer.h - calls on optimizers that take descriptions, and those that may move states. */
#ifndef DLOPT_PYTHON_OPTIMIZER_H
#define DLOPT_PYTHON_OPTIMIZER_H

#include "base.h"
#include "numbers.h"

/* `desc`: a dict of the fields of dlopt_param_desc; its shape is a sequence. */
PyObject* py_param_desc_init(void);
#ifndef SWIG
PyObject* param_desc_fields(const dlopt_param_desc* desc);
#endif
PyObject* py_optimizer_param_add(PyObject* optimizer, PyObject* desc);

PyObject* py_optimizer_set(PyObject* optimizer, dlopt_hyper hyper, double value);
PyObject* py_optimizer_group_set(PyObject* optimizer, int32_t group, dlopt_hyper hyper, double value);
PyObject* py_optimizer_preset(PyObject* optimizer, const char* name);
PyObject* py_optimizer_param_remove(PyObject* optimizer, int32_t slot);

/* An Array. */
PyObject* py_optimizer_state(PyObject* optimizer, int32_t slot, const char* name);

PyObject* py_optimizer_param_scales(PyObject* optimizer, int32_t slot, PyObject* lr_scales, PyObject* decay_scales);

/* Sequences of arrays. */
PyObject* py_optimizer_mode(PyObject* optimizer, dlopt_mode mode, PyObject* params);
PyObject* py_optimizer_hessian(PyObject* optimizer, PyObject* hessians);
PyObject* py_optimizer_accumulate(PyObject* optimizer, PyObject* grads, double weight);
PyObject* py_optimizer_perturb(PyObject* optimizer, PyObject* params, PyObject* grads);

/* `memory`: a buffer that can be written; the handle keeps it. */
PyObject* py_optimizer_place(PyObject* optimizer, PyObject* memory);

#endif
