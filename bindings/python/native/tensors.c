#include "tensors.h"

#include "array.h"
#include "error.h"

#include <string.h>

enum { WORTH_UNLOCKING = 4096 }; /* elements: a step of so many takes longer than to give the lock back and to take it again */

PyThreadState* unlock_for(int64_t elements) { return elements >= WORTH_UNLOCKING ? PyEval_SaveThread() : NULL; }

void lock_again(PyThreadState* state) {
  if (state) PyEval_RestoreThread(state);
}

static PyObject* place_of(argument which) {
  return which.position < 0 ? PyUnicode_FromString(which.name) : PyUnicode_FromFormat("%s[%zd]", which.name, which.position);
}

int fail_array(argument which, dlopt_status status, const char* got, const char* wanted) {
  PyObject* place = place_of(which);
  if (place) fail(status, "%U: got %s, wanted %s", place, got, wanted);
  Py_XDECREF(place);
  return 0;
}

int fail_read_only(argument which) {
  PyObject* place = place_of(which);
  if (place) PyErr_Format(PyExc_BufferError, "%U: got a read-only buffer, wanted one that can be written", place);
  Py_XDECREF(place);
  return 0;
}

static int fail_type(argument which, PyObject* object) {
  PyObject* place = place_of(which);
  if (place)
    PyErr_Format(PyExc_TypeError, "%U: got %s, wanted an array: the buffer protocol, __dlpack__, __cuda_array_interface__ or dlopt.Array",
                 place, Py_TYPE(object)->tp_name);
  Py_XDECREF(place);
  return 0;
}

int strides_in_elements(const Py_ssize_t* bytes, int ndim, Py_ssize_t itemsize, argument which, hold* held) {
  held->strides = PyMem_Malloc((size_t)(ndim ? ndim : 1) * sizeof *held->strides);
  if (!held->strides) return PyErr_NoMemory() != NULL;
  for (int i = 0; i < ndim; i++) {
    if (bytes[i] % itemsize) return fail_array(which, DLOPT_ERR_UNSUPPORTED, "strides that are not whole elements", "whole ones");
    held->strides[i] = bytes[i] / itemsize;
  }
  return 1;
}

/* An array without elements has an address all the same, as NULL means that there is no array; and its strides mean nothing. */
static void describe_nothing(dlopt_tensor* item, hold* held) {
  for (int32_t i = 0; i < item->ndim; i++)
    if (item->shape[i] == 0) {
      if (!item->data) item->data = held;
      item->strides = NULL;
    }
}

int tensor_take(PyObject* object, argument which, dlopt_tensor* item, hold* held) {
  memset(held, 0, sizeof *held);
  memset(item, 0, sizeof *item);
  item->struct_size = sizeof *item;
  item->dtype = DLOPT_DTYPE_F32;
  item->device_type = DLOPT_DEVICE_CPU;
  if (object == Py_None) return 1;
  int taken;
  if (PyObject_TypeCheck(object, Array_type)) taken = array_show((Array*)object, which, item, held);
  else if (PyObject_CheckBuffer(object)) taken = tensor_from_buffer(object, which, item, held);
  else if (PyObject_HasAttrString(object, "__dlpack__")) taken = tensor_from_dlpack(object, which, item, held);
  else if (PyObject_HasAttrString(object, "__cuda_array_interface__")) taken = tensor_from_cuda(object, which, item, held);
  else taken = fail_type(which, object);
  if (taken) describe_nothing(item, held);
  else tensor_release(held);
  return taken;
}

void tensor_release(hold* held) {
  PyObject *type, *value, *trace; /* what lets a buffer go may run Python, and must not lose the error that ends this call */
  PyErr_Fetch(&type, &value, &trace);
  if (held->buffer.obj) PyBuffer_Release(&held->buffer);
  if (held->managed) dlpack_release(held);
  if (held->object && PyObject_TypeCheck(held->object, Array_type)) array_shown((Array*)held->object, -1);
  Py_CLEAR(held->object);
  PyMem_Free(held->strides);
  PyMem_Free(held->shape);
  held->strides = held->shape = NULL;
  PyErr_Restore(type, value, trace);
}

static int64_t elements_of(const dlopt_tensor* item) {
  int64_t product = item->data != NULL;
  for (int32_t i = 0; i < item->ndim && product < WORTH_UNLOCKING; i++) product *= item->shape[i];
  return product;
}

static int make_room(tensors* all, size_t count) {
  all->count = count;
  all->elements = 0;
  all->items = &all->one_item;
  all->holds = &all->one_hold;
  if (count <= 1) return 1;
  all->items = PyMem_Calloc(count, sizeof *all->items);
  all->holds = PyMem_Calloc(count, sizeof *all->holds);
  if (all->items && all->holds) return 1;
  PyMem_Free(all->items);
  PyMem_Free(all->holds);
  return PyErr_NoMemory() != NULL;
}

static void release_first(tensors* all, size_t count) {
  for (size_t i = 0; i < count; i++) tensor_release(&all->holds[i]);
  if (all->count > 1) {
    PyMem_Free(all->items);
    PyMem_Free(all->holds);
  }
  all->items = NULL;
  all->count = 0;
}

void tensors_release(tensors* all) {
  if (all->items) release_first(all, all->count);
}

static int take_items(PyObject* const* objects, size_t count, argument which, tensors* all) {
  if (!make_room(all, count)) return 0;
  for (size_t i = 0; i < count; i++) {
    if (which.position >= 0) which.position = (Py_ssize_t)i;
    if (!tensor_take(objects[i], which, &all->items[i], &all->holds[i])) {
      release_first(all, i);
      return 0;
    }
    all->elements += elements_of(&all->items[i]);
  }
  return 1;
}

int tensors_take_one(PyObject* object, const char* name, int writable, tensors* all) {
  all->items = NULL;
  all->count = 0;
  all->elements = 0;
  if (object == Py_None) return 1;
  return take_items(&object, 1, (argument){name, -1, writable, 0}, all);
}

int tensors_take_any(PyObject* object, const char* name, tensors* all) {
  return object != Py_None ? take_items(&object, 1, (argument){name, -1, 0, 1}, all) : fail_type((argument){name, -1, 0, 1}, object);
}

int tensors_take(PyObject* object, const char* name, int writable, tensors* all) {
  if (!PyList_Check(object) && !PyTuple_Check(object)) return tensors_take_one(object, name, writable, all);
  PyObject* items = PySequence_Tuple(object); /* a list could change while a producer of an array runs Python */
  if (!items) return 0;
  int taken = take_items(&PyTuple_GET_ITEM(items, 0), (size_t)PyTuple_GET_SIZE(items), (argument){name, 0, writable, 0}, all);
  Py_DECREF(items);
  return taken;
}

void tensors_moved(tensors* all) {
  if (!all->items || all->count > 1) return;
  all->items = &all->one_item;
  all->holds = &all->one_hold;
}
