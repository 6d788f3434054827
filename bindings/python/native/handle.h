/* handle.h - what Python holds of a runtime, an optimizer, a schedule and so on. A handle that is collected is destroyed; one that is
 * destroyed by hand stays as a shell, whose use is ClosedError. */
#ifndef DLOPT_PYTHON_BASE_HANDLE_H
#define DLOPT_PYTHON_BASE_HANDLE_H

#include "base.h"

typedef enum { HANDLE_RUNTIME, HANDLE_OPTIMIZER, HANDLE_SCHEDULE, HANDLE_SCALER, HANDLE_NORM_WATCH, HANDLE_HISTORY } handle_kind;

typedef struct {
  PyObject_HEAD void* pointer; /* NULL: destroyed */
  handle_kind kind;
  long process;        /* a runtime's workers live in the process that made them, and nowhere else */
  PyObject* runtime;   /* the handle of the runtime that it was made with */
  PyObject* callback;  /* whom a watch tells */
  PyObject* log;       /* what a runtime logs to, for as long as it may */
  PyObject* block;     /* the memory that it was placed in */
  PyObject* borrowed;  /* what a step in pieces works on, until it ends */
  size_t columns;      /* of a history */
  Py_ssize_t users;    /* calls that work with it, some of them without the lock of the interpreter */
  Py_ssize_t exports;  /* buffers that show its states now */
  uint64_t generation; /* how often the addresses of states may have changed */
} Handle;

extern PyTypeObject* Handle_type;
int handle_ready(PyObject* module);

/* A new handle, made with `maker`: the handle of a runtime, or of what shares its runtime, or None. Takes `pointer` over, also on failure.
 */
PyObject* handle_new(handle_kind kind, void* pointer, PyObject* maker);

/* The C handle behind an argument, NULL for None. Returns 0 with an exception set. */
int handle_take(PyObject* object, handle_kind kind, const char* name, void** pointer);

/* The same; until it is let go nobody can destroy it. */
int handle_hold(PyObject* object, handle_kind kind, const char* name, void** pointer);
void handle_let_go(PyObject* object); /* NULL and None are fine */

/* The handle behind an argument that must be one. NULL with an exception set. */
Handle* handle_of(PyObject* object, handle_kind kind, const char* name);

/* Destroys at once. NULL with an exception set: it lives on. */
PyObject* handle_destroy(PyObject* object, handle_kind kind, const char* name);

/* While a call on an optimizer works on so many elements others may have the lock of the interpreter, but cannot destroy it. NULL where
 * that is not worth it. */
PyThreadState* unlock_handle(Handle* handle, int64_t elements);
void lock_handle(Handle* handle, PyThreadState* state);

/* Before a call that may move states: refused while buffers show them. Returns 0 with an exception set. */
int handle_may_move_states(const Handle* handle);

/* After it: views of states end where it went well. None, or NULL with an exception set. */
PyObject* handle_moved_states(Handle* handle, dlopt_status status);

#endif
