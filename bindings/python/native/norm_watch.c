/* norm_watch.c - watches over norms: whom they tell, and what they remember. */
#include "error.h"
#include "handle.h"
#include "monitor.h"
#include "numbers.h"

/* Called on the thread that showed the norm. `user` is the handle, which keeps the callable. */
static void tell(void* user, int64_t step, double norm, double median) {
  PyObject* told = ((Handle*)user)->callback;
  if (told && !PyErr_Occurred()) Py_XDECREF(PyObject_CallFunction(told, "Ldd", (long long)step, norm, median));
}

PyObject* py_norm_watch_callback(PyObject* watch, PyObject* told) {
  Handle* handle = handle_of(watch, HANDLE_NORM_WATCH, "watch");
  if (!handle || !went_well(dlopt_norm_watch_callback(handle->pointer, told == Py_None ? NULL : tell, handle))) return NULL;
  Py_XSETREF(handle->callback, told == Py_None ? NULL : Py_NewRef(told));
  Py_RETURN_NONE;
}

PyObject* py_norm_watch_window(PyObject* watch) {
  Handle* handle = handle_of(watch, HANDLE_NORM_WATCH, "watch");
  double norms[DLOPT_NORM_WATCH_MAX_WINDOW];
  size_t count;
  if (!handle || !went_well(dlopt_norm_watch_window(handle->pointer, norms, DLOPT_NORM_WATCH_MAX_WINDOW, &count))) return NULL;
  return list_of_doubles(norms, count);
}
