/* exchange.h - states and counters handed over and taken out by name. */
#ifndef DLOPT_PYTHON_EXCHANGE_H
#define DLOPT_PYTHON_EXCHANGE_H

#include "base.h"

PyObject* py_optimizer_state_get(dlopt_optimizer* optimizer, int32_t slot, const char* name, PyObject* to);

/* `from`: an array, or None: as before the first gradient. */
PyObject* py_optimizer_state_set(dlopt_optimizer* optimizer, int32_t slot, const char* name, PyObject* from, uint32_t flags);

/* A dict of the fields of dlopt_param_desc. */
PyObject* py_optimizer_param_info(PyObject* optimizer, int32_t slot);

#endif
