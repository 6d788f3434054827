/* infos.h - what the library fills, as Python has it. */
#ifndef DLOPT_PYTHON_INFOS_H
#define DLOPT_PYTHON_INFOS_H

#include "base.h"

PyObject* tuple_of_hyper_info(const dlopt_hyper_info* info);
PyObject* tuple_of_state_info(const dlopt_state_info* info);
PyObject* tuple_of_memory(const dlopt_memory* memory);

#endif
