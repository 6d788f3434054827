#include "error.h"

#include <stdarg.h>

static PyObject* error_of; /* dlopt.errors.error_of(status, text) */
static PyObject* closed_error;

int errors_ready(void) {
  PyObject* module = PyImport_ImportModule("dlopt.errors");
  if (!module) return 0;
  error_of = PyObject_GetAttrString(module, "error_of");
  closed_error = PyObject_GetAttrString(module, "ClosedError");
  Py_DECREF(module);
  return error_of && closed_error;
}

static void raise_text(dlopt_status status, PyObject* text) {
  PyObject* error = text ? PyObject_CallFunction(error_of, "iO", (int)status, text) : NULL;
  if (error) PyErr_SetObject((PyObject*)Py_TYPE(error), error);
  Py_XDECREF(error);
  Py_XDECREF(text);
}

void raise_status(dlopt_status status) {
  if (!PyErr_Occurred()) raise_text(status, PyUnicode_FromString(dlopt_last_error()));
}

int fail(dlopt_status status, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  raise_text(status, PyUnicode_FromFormatV(format, arguments));
  va_end(arguments);
  return 0;
}

int fail_closed(const char* argument, const char* kind) {
  PyErr_Format(closed_error, "%s: got %s that was closed", argument, kind);
  return 0;
}

int went_well(dlopt_status status) {
  if (status == DLOPT_OK && !PyErr_Occurred()) return 1;
  raise_status(status);
  return 0;
}

PyObject* none_or_error(dlopt_status status) {
  if (!went_well(status)) return NULL;
  Py_RETURN_NONE;
}
