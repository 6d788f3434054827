#include "fields.h"

#include "error.h"

#include <string.h>

static int put_integer(const field* to, PyObject* value, char* structure) {
  PyObject* index = PyNumber_Index(value);
  int64_t number = index ? PyLong_AsLongLong(index) : -1;
  Py_XDECREF(index);
  if (number == -1 && PyErr_Occurred()) return 0;
  if (to->type == FIELD_INT64) return memcpy(structure + to->offset, &number, sizeof number) != NULL;
  int is_unsigned = to->type == FIELD_UINT32;
  if (number < (is_unsigned ? 0 : INT32_MIN) || number > (is_unsigned ? (int64_t)UINT32_MAX : INT32_MAX))
    return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %lld, wanted 32 bits", to->name, (long long)number);
  uint32_t bits = (uint32_t)number;
  return memcpy(structure + to->offset, &bits, sizeof bits) != NULL;
}

static int put(const field* to, PyObject* value, char* structure) {
  if (to->type == FIELD_OTHER) return 1;
  if (to->type != FIELD_DOUBLE) return put_integer(to, value, structure);
  double number = PyFloat_AsDouble(value);
  if (number == -1 && PyErr_Occurred()) return 0;
  return memcpy(structure + to->offset, &number, sizeof number) != NULL;
}

static const field* find(const field* table, PyObject* key) {
  for (; table->name; table++)
    if (PyUnicode_Check(key) && PyUnicode_CompareWithASCIIString(key, table->name) == 0) return table;
  return NULL;
}

int fields_take(PyObject* values, const field* table, const char* what, void* structure) {
  if (!values || values == Py_None) return 1;
  if (!PyDict_Check(values)) {
    PyErr_Format(PyExc_TypeError, "%s: got %s, wanted a dict or None", what, Py_TYPE(values)->tp_name);
    return 0;
  }
  Py_ssize_t at = 0;
  PyObject *key, *value;
  while (PyDict_Next(values, &at, &key, &value)) {
    const field* to = find(table, key);
    if (!to) {
      PyErr_Format(PyExc_TypeError, "%s: got %R, which it does not have", what, key);
      return 0;
    }
    Py_INCREF(value); /* its __index__ or __float__ could take it out of the dict */
    int taken = put(to, value, structure);
    Py_DECREF(value);
    if (!taken) return 0;
  }
  return 1;
}

static PyObject* number_at(field_type type, const char* from) {
  double real;
  int64_t wide;
  int32_t small;
  switch (type) {
  case FIELD_DOUBLE: return PyFloat_FromDouble(*(double*)memcpy(&real, from, sizeof real));
  case FIELD_INT64: return PyLong_FromLongLong(*(int64_t*)memcpy(&wide, from, sizeof wide));
  case FIELD_UINT32: return PyLong_FromUnsignedLong(*(uint32_t*)memcpy(&small, from, sizeof small));
  default: return PyLong_FromLong(*(int32_t*)memcpy(&small, from, sizeof small));
  }
}

static PyObject* value_of(const field* from, const char* structure) {
  size_t size = from->type == FIELD_DOUBLE || from->type == FIELD_INT64 ? 8 : 4;
  if (!from->count) return number_at(from->type, structure + from->offset);
  PyObject* list = PyList_New(from->count);
  for (int i = 0; list && i < from->count; i++)
    PyList_SET_ITEM(list, i, number_at(from->type, structure + from->offset + (size_t)i * size));
  return list;
}

PyObject* fields_give(const field* table, const void* structure) {
  PyObject* values = PyDict_New();
  for (; values && table->name; table++) {
    PyObject* value = table->type == FIELD_OTHER ? NULL : value_of(table, structure);
    if (value) PyDict_SetItemString(values, table->name, value);
    Py_XDECREF(value);
    if (PyErr_Occurred()) Py_CLEAR(values);
  }
  return values;
}

PyObject* field_value(PyObject* values, const char* name) {
  PyObject* value = values && PyDict_Check(values) ? PyDict_GetItemString(values, name) : NULL;
  return value == Py_None ? NULL : value;
}
