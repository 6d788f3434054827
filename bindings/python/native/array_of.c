/* array_of.c - an Array of the memory of any other. */
#include "array.h"
#include "dtypes.h"
#include "error.h"

#include <string.h>

static void release(PyObject* capsule) {
  tensors* all = PyCapsule_GetPointer(capsule, NULL);
  tensors_release(all);
  PyMem_Free(all);
}

/* What holds the array for as long as it is looked at. NULL with an exception set. */
static PyObject* keep(PyObject* object, tensors** all) {
  *all = PyMem_Calloc(1, sizeof **all);
  if (!*all) return PyErr_NoMemory();
  PyObject* capsule = tensors_take_any(object, "array", *all) ? PyCapsule_New(*all, NULL, release) : NULL;
  if (capsule) return capsule;
  tensors_release(*all);
  PyMem_Free(*all);
  return NULL;
}

static int rename_type(dlopt_tensor* item, const char* dtype) {
  const dtype_row *wanted = dtype_named(dtype), *got = dtype_row_of(item->dtype);
  if (wanted && wanted->bytes == got->bytes) {
    item->dtype = wanted->dtype;
    return 1;
  }
  return fail(DLOPT_ERR_DTYPE, "dtype: got '%s' for elements of %d bytes, wanted a type of that size", dtype, (int)got->bytes);
}

PyObject* array_of(PyObject* type, PyObject* positional, PyObject* keywords) {
  static char* words[] = {"array", "dtype", NULL};
  PyObject* object;
  const char* dtype = NULL;
  tensors* all;
  (void)type;
  if (!PyArg_ParseTupleAndKeywords(positional, keywords, "O|z", words, &object, &dtype)) return NULL;
  PyObject* owner = keep(object, &all);
  if (!owner) return NULL;
  dlopt_tensor item = all->one_item;
  PyObject* made = !dtype || rename_type(&item, dtype) ? array_new(&item, all->one_hold.read_only, owner) : NULL;
  Py_DECREF(owner);
  return made;
}
