/* monitor.h - statistics, hashes, watches over norms. */
#ifndef DLOPT_PYTHON_MONITOR_H
#define DLOPT_PYTHON_MONITOR_H

#include "base.h"

/* `desc`: a dict of the fields of dlopt_stats_desc; params, grads and before are sequences of arrays. What comes back is a dict of
 * dlopt_stats. */
PyObject* py_stats_desc_init(void);
PyObject* py_optimizer_measure(PyObject* optimizer, PyObject* desc);
PyObject* py_optimizer_stats(PyObject* optimizer, int32_t slot, PyObject* param, PyObject* grad);
PyObject* py_optimizer_state_hash(PyObject* optimizer, PyObject* params);

/* `told`: a callable of (step, norm, median), or None. */
PyObject* py_norm_watch_callback(PyObject* watch, PyObject* told);
PyObject* py_norm_watch_window(PyObject* watch);

#endif
