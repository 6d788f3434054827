/* tensors.h - arrays of Python's as tensors, for the length of one call: by the buffer protocol, DLPack, __cuda_array_interface__, or as
 * Array. */
#ifndef DLOPT_PYTHON_TENSORS_H
#define DLOPT_PYTHON_TENSORS_H

#include "base.h"

/* What keeps one buffer where it is, and how it is let go. */
typedef struct {
  Py_buffer buffer; /* held if buffer.obj is set */
  PyObject* object; /* an Array, or None; held */
  void* managed;    /* of DLPack; held */
  int versioned;    /* of DLPack 1 */
  int read_only;    /* whether the source says so */
  int64_t* strides; /* in elements, allocated: where the source counts bytes */
  int64_t* shape;   /* allocated: where the source has Python numbers */
} hold;

/* Which argument an array is, for texts: grads, or grads[2]. */
typedef struct {
  const char* name;
  Py_ssize_t position; /* -1: the argument itself */
  int writable;        /* whether the call writes it */
  int any_type;        /* whether 16-bit unsigned integers will do */
} argument;

typedef struct {
  dlopt_tensor* items; /* NULL: None was given in place of a sequence */
  size_t count;
  int64_t elements; /* of all together: whether others may run meanwhile */
  hold* holds;
  dlopt_tensor one_item; /* room for the usual single array */
  hold one_hold;
} tensors;

/* Describes one array; None has no data. Returns 0 with an exception set. */
int tensor_take(PyObject* object, argument which, dlopt_tensor* item, hold* held);
void tensor_release(hold* held);

/* A sequence of arrays and Nones, one array alone, or None in place of all. Returns 0 with an exception set, and holds nothing then. */
int tensors_take(PyObject* object, const char* name, int writable, tensors* all);
/* One array or None. */
int tensors_take_one(PyObject* object, const char* name, int writable, tensors* all);
/* One array of any type, 16-bit unsigned integers too, which stand for bf16. */
int tensors_take_any(PyObject* object, const char* name, tensors* all);
void tensors_release(tensors* all);

/* After the structure was copied to another place: a single array stands in it. */
void tensors_moved(tensors* all);

/* Sources of an array. Each returns 1, or 0 with an exception set. */
int tensor_from_buffer(PyObject* object, argument which, dlopt_tensor* item, hold* held);
int tensor_from_dlpack(PyObject* object, argument which, dlopt_tensor* item, hold* held);
int tensor_from_cuda(PyObject* object, argument which, dlopt_tensor* item, hold* held);
void dlpack_release(hold* held);

/* Raises about an array: "grads[2]: got ..., wanted ...". Returns 0. */
int fail_array(argument which, dlopt_status status, const char* got, const char* wanted);
/* An array that is to be written and cannot be. Returns 0. */
int fail_read_only(argument which);

/* Strides in elements of `ndim` ones in bytes; what is not whole is refused. */
int strides_in_elements(const Py_ssize_t* bytes, int ndim, Py_ssize_t itemsize, argument which, hold* held);

/* While a call works on so many elements others may hold the lock: NULL where that is not worth it. */
PyThreadState* unlock_for(int64_t elements);
void lock_again(PyThreadState* state);

#endif
