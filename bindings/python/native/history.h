/* history.h - histories of trainings. */
#ifndef DLOPT_PYTHON_HISTORY_H
#define DLOPT_PYTHON_HISTORY_H

#include "base.h"

/* `columns`: a sequence of str. */
PyObject* py_history_create(PyObject* runtime, PyObject* columns);
/* (step, wall_time, [values]) */
PyObject* py_history_row(PyObject* history, int64_t row);
/* `write` takes bytes. */
PyObject* py_history_write(dlopt_history* history, dlopt_history_format format, int64_t first, PyObject* write);
PyObject* py_history_save(dlopt_history* history, dlopt_history_format format, const char* path);

#endif
