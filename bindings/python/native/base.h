/* base.h - what every file of the module begins with. */
#ifndef DLOPT_PYTHON_BASE_H
#define DLOPT_PYTHON_BASE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <dlopt.h>

#if PY_VERSION_HEX < 0x030A0000
static inline PyObject* Py_NewRef(PyObject* object) {
  Py_INCREF(object);
  return object;
}
static inline PyObject* Py_XNewRef(PyObject* object) {
  Py_XINCREF(object);
  return object;
}
static inline int PyModule_AddObjectRef(PyObject* module, const char* name, PyObject* object) {
  if (PyModule_AddObject(module, name, Py_NewRef(object)) == 0) return 0;
  Py_DECREF(object);
  return -1;
}
#endif

/* Shapes go from Python's buffers to tensors as they are. */
_Static_assert(sizeof(Py_ssize_t) == sizeof(int64_t), "a 64-bit Python");

#endif
