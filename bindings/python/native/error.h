/* error.h - failures as exceptions of dlopt.errors. */
#ifndef DLOPT_PYTHON_ERROR_H
#define DLOPT_PYTHON_ERROR_H

#include "base.h"

/* Imports dlopt.errors, whose classes are raised. Returns 0 with an exception set where it cannot. */
int errors_ready(void);

/* Raises what a failed call means. The exception that a callback has left goes first. */
void raise_status(dlopt_status status);

/* Raises the exception of a status with a text of the binding's own. Returns 0. */
int fail(dlopt_status status, const char* format, ...);

/* Raises dlopt.errors.ClosedError. Returns 0. */
int fail_closed(const char* argument, const char* kind);

/* Puts the result of a call into Python's terms: None, or NULL with an exception set. */
PyObject* none_or_error(dlopt_status status);

/* Whether a call went well; else its exception is set. */
int went_well(dlopt_status status);

#endif
