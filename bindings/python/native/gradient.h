/* gradient.h - what is done to gradients before a step, on sequences of arrays. */
#ifndef DLOPT_PYTHON_GRADIENT_H
#define DLOPT_PYTHON_GRADIENT_H

#include "tensors.h"

/* (norm, nonfinite) */
PyObject* py_grad_norm(dlopt_runtime* runtime, PyObject* grads, double p);
/* The norm before clipping. */
PyObject* py_clip_norm(dlopt_runtime* runtime, PyObject* grads, double max_norm, double p, dlopt_clip_form form);
PyObject* py_clip_value(dlopt_runtime* runtime, PyObject* grads, double limit);
/* The number of tensors, rows or units that were scaled. */
PyObject* py_clip_per_tensor(dlopt_runtime* runtime, PyObject* grads, double max_norm, double p, dlopt_clip_form form);
PyObject* py_clip_per_row(dlopt_runtime* runtime, PyObject* grads, double max_norm, double p, dlopt_clip_form form);
PyObject* py_clip_agc(dlopt_runtime* runtime, PyObject* params, PyObject* grads, double factor, double eps, double p, dlopt_units units);
/* `history`: a dict of the fields of dlopt_norm_history that are no results; norms is a buffer of doubles that can be written, as long as
 * the capacity. (norm, max_norm, seen) */
PyObject* py_norm_history_init(PyObject* norms);
PyObject* py_clip_percentile(dlopt_runtime* runtime, PyObject* grads, double p, dlopt_clip_form form, PyObject* history);
PyObject* py_grad_centralize(dlopt_runtime* runtime, PyObject* grads, int32_t min_ndim);
/* How many elements are not finite. */
PyObject* py_grad_unscale(dlopt_runtime* runtime, PyObject* grads, double scale);
/* The penalty; `grads` None: nothing is added. */
PyObject* py_grad_penalty(dlopt_runtime* runtime, PyObject* params, PyObject* grads, double l1, double l2);

#endif
