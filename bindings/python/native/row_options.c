#include "row_options.h"

#include "error.h"
#include "fields.h"
#include "numbers.h"

struct row_hold {
  int64s indices;
  Py_buffer mask, moved;
};

static const field table[] = {FIELD(dlopt_rows, mask_form, FIELD_INT32),
                              FIELD(dlopt_rows, form, FIELD_INT32),
                              FIELD(dlopt_rows, mode, FIELD_INT32),
                              OTHER_FIELD(indices),
                              OTHER_FIELD(mask),
                              OTHER_FIELD(moved),
                              {0}};

/* A contiguous buffer of single bytes. */
static int take_bytes(PyObject* values, const char* name, int flags, Py_buffer* view, uint8_t** bytes) {
  PyObject* object = field_value(values, name);
  if (!object) return 1;
  if (PyObject_GetBuffer(object, view, PyBUF_ND | flags) != 0) return 0;
  if (view->itemsize != 1) return fail(DLOPT_ERR_DTYPE, "rows: got %s of %zd-byte elements, wanted bytes", name, view->itemsize);
  *bytes = view->buf;
  return 1;
}

static int take_row(PyObject* values, dlopt_rows* rows, struct row_hold* held) {
  rows->struct_size = sizeof *rows;
  if (values == Py_None) return 1;
  uint8_t* mask = NULL;
  if (!fields_take(values, table, "rows", rows)) return 0;
  PyObject* indices = field_value(values, "indices");
  if (indices && !int64s_take(indices, "indices", &held->indices)) return 0;
  rows->indices = held->indices.items;
  rows->count = (int64_t)held->indices.count;
  if (!take_bytes(values, "mask", 0, &held->mask, &mask) || !take_bytes(values, "moved", PyBUF_WRITABLE, &held->moved, &rows->moved))
    return 0;
  rows->mask = mask;
  return 1;
}

int rows_take(PyObject* sequence, step_options* options) {
  PyObject* items = PyList_Check(sequence) || PyTuple_Check(sequence) ? PySequence_Tuple(sequence) : NULL;
  if (!items) {
    if (!PyErr_Occurred())
      PyErr_Format(PyExc_TypeError, "rows: got %s, wanted a list or tuple with an entry for each parameter", Py_TYPE(sequence)->tp_name);
    return 0;
  }
  size_t count = (size_t)PyTuple_GET_SIZE(items);
  options->row_count = count;
  options->rows = PyMem_Calloc(count + 1, sizeof *options->rows);
  options->row_holds = PyMem_Calloc(count + 1, sizeof *options->row_holds);
  int taken = options->rows && options->row_holds ? 1 : PyErr_NoMemory() != NULL;
  for (size_t i = 0; taken && i < count; i++)
    taken = take_row(PyTuple_GET_ITEM(items, (Py_ssize_t)i), &options->rows[i], &options->row_holds[i]);
  Py_DECREF(items);
  return taken;
}

void rows_release(step_options* options) {
  for (size_t i = 0; options->row_holds && i < options->row_count; i++) {
    struct row_hold* held = &options->row_holds[i];
    PyMem_Free(held->indices.items);
    if (held->mask.obj) PyBuffer_Release(&held->mask);
    if (held->moved.obj) PyBuffer_Release(&held->moved);
  }
  PyMem_Free(options->rows);
  PyMem_Free(options->row_holds);
  options->rows = NULL;
  options->row_holds = NULL;
}

static int long_enough(const Py_buffer* view, const char* name, int64_t wanted, size_t slot) {
  if (!view->obj || view->len == wanted) return 1;
  return fail(DLOPT_ERR_SHAPE, "rows[%zu]: got %s of %zd bytes, wanted %lld", slot, name, view->len, (long long)wanted);
}

int rows_fit(const step_options* options, const tensors* params) {
  for (size_t i = 0; i < options->row_count; i++) {
    const dlopt_tensor* param = &params->items[i];
    if (!param->data || param->ndim == 0) continue;
    int64_t rows = param->shape[0], bits = rows / 8 + (rows % 8 != 0);
    const struct row_hold* held = &options->row_holds[i];
    if (!long_enough(&held->mask, "mask", options->rows[i].mask_form == DLOPT_MASK_BITS ? bits : rows, i)) return 0;
    if (!long_enough(&held->moved, "moved", bits, i)) return 0;
  }
  return 1;
}
