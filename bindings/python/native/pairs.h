/* pairs.h - calls on two sequences that belong together. */
#ifndef DLOPT_PYTHON_PAIRS_H
#define DLOPT_PYTHON_PAIRS_H

#include "base.h"

PyObject* py_schedule_sequence(PyObject* runtime, PyObject* children, PyObject* milestones);
PyObject* py_lr_suggest(PyObject* lr, PyObject* loss, double smoothing, int32_t method);

#endif
