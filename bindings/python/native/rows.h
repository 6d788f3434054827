/* rows.h - rows that come and go, and rows that are summed. An edit is the sequence of its sources. */
#ifndef DLOPT_PYTHON_ROWS_H
#define DLOPT_PYTHON_ROWS_H

#include "base.h"

/* `sums`: an array like grad, written. The row numbers, each once; sums has as many rows of use. */
PyObject* py_rows_coalesce(dlopt_runtime* runtime, PyObject* indices, PyObject* grad, PyObject* sums);
PyObject* py_rows_apply(PyObject* source, PyObject* from, PyObject* to);
PyObject* py_optimizer_rows_edit(PyObject* optimizer, PyObject* slots, PyObject* source);
PyObject* py_optimizer_rows_reserve(PyObject* optimizer, PyObject* slots, int64_t rows);

#endif
