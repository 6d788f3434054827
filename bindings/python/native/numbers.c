#include "numbers.h"

#include "error.h"

#include <string.h>

typedef int convert(PyObject* item, void* to, const char* name, handle_kind kind);

/* A contiguous buffer of one dimension and the wanted type; -1: it is none, and its items are converted one by one. */
static Py_ssize_t copy_buffer(PyObject* object, const char* format, size_t size, void** items) {
  Py_buffer view;
  if (!PyObject_CheckBuffer(object)) return -1;
  if (PyObject_GetBuffer(object, &view, PyBUF_FORMAT | PyBUF_ND) != 0) {
    PyErr_Clear();
    return -1;
  }
  Py_ssize_t count = -1;
  if (view.ndim == 1 && view.format && strlen(view.format) == 1 && strchr(format, *view.format) && (size_t)view.itemsize == size) {
    *items = PyMem_Malloc((size_t)view.len + 1);
    if (*items) {
      memcpy(*items, view.buf, (size_t)view.len);
      count = view.len / view.itemsize;
    }
  }
  PyBuffer_Release(&view);
  return count;
}

static int take_items(PyObject* object, size_t size, const char* name, convert* to, handle_kind kind, void** items, size_t* count) {
  PyObject* sequence = PySequence_Check(object) ? PySequence_Tuple(object) : NULL;
  if (!sequence) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "%s: got %s, wanted a sequence", name, Py_TYPE(object)->tp_name);
    return 0;
  }
  *count = (size_t)PyTuple_GET_SIZE(sequence);
  *items = PyMem_Malloc(*count * size + 1);
  int taken = *items ? 1 : PyErr_NoMemory() != NULL;
  for (size_t i = 0; taken && i < *count; i++) taken = to(PyTuple_GET_ITEM(sequence, i), (char*)*items + i * size, name, kind);
  Py_DECREF(sequence);
  if (taken) return 1;
  PyMem_Free(*items);
  *items = NULL;
  return 0;
}

static int take(PyObject* object, const char* format, size_t size, const char* name, convert* to, void** items, size_t* count) {
  *items = NULL;
  *count = 0;
  if (object == Py_None) return 1;
  Py_ssize_t copied = copy_buffer(object, format, size, items);
  if (copied < 0) return take_items(object, size, name, to, HANDLE_RUNTIME, items, count);
  *count = (size_t)copied;
  return 1;
}

static int to_double(PyObject* item, void* to, const char* name, handle_kind kind) {
  (void)name, (void)kind;
  double number = PyFloat_AsDouble(item);
  memcpy(to, &number, sizeof number);
  return !(number == -1 && PyErr_Occurred());
}

static int to_int64(PyObject* item, void* to, const char* name, handle_kind kind) {
  (void)name, (void)kind;
  PyObject* index = PyNumber_Index(item);
  int64_t number = index ? PyLong_AsLongLong(index) : -1;
  Py_XDECREF(index);
  memcpy(to, &number, sizeof number);
  return !(number == -1 && PyErr_Occurred());
}

static int to_int32(PyObject* item, void* to, const char* name, handle_kind kind) {
  int64_t number;
  if (!to_int64(item, &number, name, kind)) return 0;
  if (number < INT32_MIN || number > INT32_MAX)
    return fail(DLOPT_ERR_OUT_OF_RANGE, "%s: got %lld, wanted 32 bits", name, (long long)number);
  int32_t small = (int32_t)number;
  memcpy(to, &small, sizeof small);
  return 1;
}

static int to_handle(PyObject* item, void* to, const char* name, handle_kind kind) { return handle_take(item, kind, name, to); }

int doubles_take(PyObject* object, const char* name, doubles* all) {
  return take(object, "d", sizeof(double), name, to_double, (void**)&all->items, &all->count);
}

int int64s_take(PyObject* object, const char* name, int64s* all) {
  return take(object, "lq", sizeof(int64_t), name, to_int64, (void**)&all->items, &all->count);
}

int int32s_take(PyObject* object, const char* name, int32s* all) {
  return take(object, "i", sizeof(int32_t), name, to_int32, (void**)&all->items, &all->count);
}

int handles_take(PyObject* object, handle_kind kind, const char* name, handles* all) {
  return take_items(object, sizeof(void*), name, to_handle, kind, (void**)&all->items, &all->count);
}

int text_take(PyObject* object, const char* name, const char** text) {
  *text = NULL;
  if (object == Py_None) return 1;
  Py_ssize_t length;
  if (!PyUnicode_Check(object)) {
    PyErr_Format(PyExc_TypeError, "%s: got %s, wanted a str", name, Py_TYPE(object)->tp_name);
    return 0;
  }
  *text = PyUnicode_AsUTF8AndSize(object, &length);
  if (!*text) return 0;
  return strlen(*text) == (size_t)length || fail(DLOPT_ERR_INVALID_ARGUMENT, "%s: got a zero among its letters, wanted none", name);
}

int names_take(PyObject* object, const char* name, names* all) {
  memset(all, 0, sizeof *all);
  if (object == Py_None) return 1;
  all->texts = PyUnicode_Check(object) ? NULL : PySequence_Tuple(object); /* a str is a sequence of its letters, which nobody means */
  if (!all->texts) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_TypeError, "%s: got a str, wanted a sequence of them", name);
    return 0;
  }
  all->count = (size_t)PyTuple_GET_SIZE(all->texts);
  all->items = PyMem_Calloc(all->count + 1, sizeof *all->items);
  if (!all->items) PyErr_NoMemory();
  for (size_t i = 0; all->items && i < all->count; i++)
    if (!text_take(PyTuple_GET_ITEM(all->texts, (Py_ssize_t)i), name, &all->items[i])) break;
  if (!PyErr_Occurred()) return 1;
  names_release(all);
  return 0;
}

void names_release(names* all) {
  PyMem_Free(all->items);
  Py_CLEAR(all->texts);
  all->items = NULL;
}

PyObject* list_of_doubles(const double* items, size_t count) {
  PyObject* list = PyList_New((Py_ssize_t)count);
  for (size_t i = 0; list && i < count; i++) PyList_SET_ITEM(list, (Py_ssize_t)i, PyFloat_FromDouble(items[i]));
  return list;
}

PyObject* list_of_int64s(const int64_t* items, size_t count) {
  PyObject* list = PyList_New((Py_ssize_t)count);
  for (size_t i = 0; list && i < count; i++) PyList_SET_ITEM(list, (Py_ssize_t)i, PyLong_FromLongLong(items[i]));
  return list;
}
