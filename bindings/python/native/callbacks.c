#include "callbacks.h"

#include "error.h"

#include <string.h>

static int gave(PyObject* user, const void* bytes, size_t count) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject* result = PyErr_Occurred() ? NULL : PyObject_CallFunction(user, "y#", bytes, (Py_ssize_t)count);
  Py_XDECREF(result);
  PyGILState_Release(state);
  return result != NULL;
}

int64_t callback_write(void* user, const void* bytes, size_t n) { return gave(user, bytes, n) ? (int64_t)n : -1; }

int32_t callback_sink(void* user, const void* bytes, size_t count) { return !gave(user, bytes, count); }

static int64_t copy(PyObject* bytes, void* to, size_t n) {
  Py_buffer view;
  if (!bytes || PyObject_GetBuffer(bytes, &view, PyBUF_SIMPLE) != 0) return -1;
  int64_t count = (int64_t)view.len;
  if ((size_t)view.len > n) {
    PyErr_Format(PyExc_ValueError, "read: got %zd bytes, wanted at most %zu", view.len, n);
    count = -1;
  } else {
    memcpy(to, view.buf, (size_t)view.len);
  }
  PyBuffer_Release(&view);
  return count;
}

int64_t callback_read(void* user, void* to, size_t n) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject* bytes = PyErr_Occurred() ? NULL : PyObject_CallFunction(user, "n", (Py_ssize_t)n);
  int64_t count = copy(bytes, to, n);
  Py_XDECREF(bytes);
  PyGILState_Release(state);
  return count;
}

int32_t callback_progress(void* user, uint64_t done, uint64_t total) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject* result = PyErr_Occurred() ? NULL : PyObject_CallFunction(user, "KK", (unsigned long long)done, (unsigned long long)total);
  int32_t stop = result == NULL || result == Py_False;
  Py_XDECREF(result);
  PyGILState_Release(state);
  return stop;
}
