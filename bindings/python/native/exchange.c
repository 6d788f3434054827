#include "exchange.h"

#include "error.h"
#include "handle.h"
#include "optimizer.h"
#include "tensors.h"

static PyObject* end(tensors* array, PyThreadState* unlocked, dlopt_status status) {
  lock_again(unlocked);
  PyObject* result = none_or_error(status);
  tensors_release(array);
  return result;
}

PyObject* py_optimizer_state_get(dlopt_optimizer* optimizer, int32_t slot, const char* name, PyObject* to) {
  tensors array;
  if (!tensors_take_one(to, "to", 1, &array)) return NULL;
  PyThreadState* unlocked = unlock_for(array.elements);
  return end(&array, unlocked, dlopt_optimizer_state_get(optimizer, slot, name, array.items));
}

PyObject* py_optimizer_state_set(dlopt_optimizer* optimizer, int32_t slot, const char* name, PyObject* from, uint32_t flags) {
  tensors array;
  if (!tensors_take_one(from, "from", 0, &array)) return NULL;
  PyThreadState* unlocked = unlock_for(array.elements);
  return end(&array, unlocked, dlopt_optimizer_state_set(optimizer, slot, name, array.items, flags));
}

static PyObject* shape_of(const dlopt_param_desc* desc) {
  PyObject* shape = PyTuple_New(desc->ndim);
  for (int32_t i = 0; shape && i < desc->ndim; i++) PyTuple_SET_ITEM(shape, i, PyLong_FromLongLong(desc->shape[i]));
  return shape;
}

PyObject* py_optimizer_param_info(PyObject* optimizer, int32_t slot) {
  Handle* handle = handle_of(optimizer, HANDLE_OPTIMIZER, "optimizer");
  dlopt_param_desc desc = {.struct_size = sizeof desc};
  if (!handle || !went_well(dlopt_optimizer_param_info(handle->pointer, slot, &desc))) return NULL;
  PyObject *info = param_desc_fields(&desc), *name = PyUnicode_FromString(desc.name), *shape = shape_of(&desc);
  if (info && name && shape && PyDict_SetItemString(info, "name", name) == 0) PyDict_SetItemString(info, "shape", shape);
  Py_XDECREF(name);
  Py_XDECREF(shape);
  if (!PyErr_Occurred()) return info;
  Py_XDECREF(info);
  return NULL;
}
