/* kernel.h - the bare update. `hypers`: a dict of numbers of hyper-parameters and values, or None. */
#ifndef DLOPT_PYTHON_KERNEL_H
#define DLOPT_PYTHON_KERNEL_H

#include "base.h"

PyObject* py_kernel_buffers_init(void);

/* (kept, [initial of each state]) */
PyObject* py_kernel_states(dlopt_rule rule, PyObject* hypers);

/* `buffers`: a dict of the arrays param, grad, delta and states (a sequence, None for one that is not kept), all of as many elements, and
 * of the other numbers of dlopt_kernel_buffers. Types, n and strides are those of the arrays. */
PyObject* py_kernel_apply(dlopt_runtime* runtime, dlopt_rule rule, PyObject* hypers, int64_t step, PyObject* buffers, int64_t first,
                          int64_t past);

#endif
