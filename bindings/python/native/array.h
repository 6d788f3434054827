/* array.h - dlopt.Array: an address with a type, a shape and an owner. What a state is shown as, and what memory is wrapped in that no
 * protocol describes. */
#ifndef DLOPT_PYTHON_ARRAY_H
#define DLOPT_PYTHON_ARRAY_H

#include "handle.h"
#include "tensors.h"

typedef struct {
  PyObject_HEAD dlopt_tensor tensor; /* its shape and strides are those below */
  Py_ssize_t* shape;
  int64_t* strides;         /* in elements; NULL: row-major without gaps */
  Py_ssize_t* byte_strides; /* for buffers */
  int read_only;
  PyObject* owner;     /* what keeps the memory; NULL: the caller */
  Handle* optimizer;   /* whose state it is, else NULL */
  uint64_t generation; /* of the optimizer, when the state stood here */
} Array;

extern PyTypeObject* Array_type;
int array_ready(PyObject* module);

/* A new array of what `tensor` describes; shape and strides are copied. Keeps `owner`, which may be NULL. */
PyObject* array_new(const dlopt_tensor* tensor, int read_only, PyObject* owner);

/* A state of an optimizer, which it keeps alive. */
PyObject* array_of_state(const dlopt_tensor* tensor, Handle* optimizer);

/* Describes an array for one call, and holds it. Returns 0 with an exception set. */
int array_show(Array* array, argument which, dlopt_tensor* item, hold* held);

/* Whether its memory is still there; else an exception is set. */
int array_lives(const Array* array);

/* What shows an array counts among the exports of its optimizer until it is let go. */
void array_shown(Array* array, int by);

/* Array.of(object, dtype=None): the memory of any array, whose elements may be called another type of the same size. */
PyObject* array_of(PyObject* type, PyObject* positional, PyObject* keywords);

/* Methods __dlpack__ and __dlpack_device__, and the buffer protocol. */
PyObject* array_dlpack(PyObject* self, PyObject* positional, PyObject* keywords);
PyObject* array_dlpack_device(PyObject* self, PyObject* none);
int array_get_buffer(PyObject* self, Py_buffer* view, int flags);
void array_release_buffer(PyObject* self, Py_buffer* view);

#endif
