/* objects.h - runtimes made, handles destroyed, arrays described. */
#ifndef DLOPT_PYTHON_OBJECTS_H
#define DLOPT_PYTHON_OBJECTS_H

#include "base.h"

/* {"threads"} */
PyObject* py_runtime_desc_init(void);
/* `threads`: a pool of so many, the caller's included; 0: none. `log`: a callable of (level, text), or None. */
PyObject* py_runtime_create(int32_t threads, PyObject* log);

PyObject* py_runtime_destroy(PyObject* runtime);
PyObject* py_optimizer_destroy(PyObject* optimizer);
PyObject* py_schedule_destroy(PyObject* schedule);
PyObject* py_scaler_destroy(PyObject* scaler);
PyObject* py_norm_watch_destroy(PyObject* watch);
PyObject* py_history_destroy(PyObject* history);

/* An Array of the type's number. */
PyObject* py_tensor_init(PyObject* address, dlopt_dtype dtype, PyObject* shape);

#endif
