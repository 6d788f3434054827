/* tensor_buffer.c - arrays by Python's buffer protocol and by __cuda_array_interface__. */
#include "dtypes.h"
#include "error.h"
#include "tensors.h"

#include <string.h>

static int describe(const Py_buffer* view, const dtype_row* row, argument which, dlopt_tensor* item, hold* held) {
  item->dtype = row->dtype;
  item->ndim = view->ndim;
  item->data = view->buf;
  item->shape = view->shape;
  if (PyBuffer_IsContiguous(view, 'C')) return 1;
  if (!strides_in_elements(view->strides, view->ndim, view->itemsize, which, held)) return 0;
  item->strides = held->strides;
  return 1;
}

int tensor_from_buffer(PyObject* object, argument which, dlopt_tensor* item, hold* held) {
  if (PyObject_GetBuffer(object, &held->buffer, PyBUF_RECORDS_RO) != 0) return 0;
  if (which.writable && held->buffer.readonly) return fail_read_only(which);
  const dtype_row* row = dtype_of_format(held->buffer.format, held->buffer.itemsize);
  held->read_only = held->buffer.readonly;
  if (!row && which.any_type && held->buffer.itemsize == 2 && strcmp(held->buffer.format, "H") == 0) row = dtype_row_of(DLOPT_DTYPE_BF16);
  if (row) return describe(&held->buffer, row, which, item, held);
  PyObject* got = PyUnicode_FromFormat("elements of format '%s'", held->buffer.format);
  const char* text = got ? PyUnicode_AsUTF8(got) : NULL;
  if (text) fail_array(which, DLOPT_ERR_DTYPE, text, "f64, f32 or f16 in the order of this machine; bf16 as dlopt.Array");
  Py_XDECREF(got);
  return 0;
}

/* "<f4" as a format of the buffer protocol. */
static const dtype_row* dtype_of_typestr(const char* text) {
  if (text[0] != '<' && text[0] != '|') return NULL;
  static const struct {
    const char* typestr;
    dlopt_dtype dtype;
  } known[] = {{"f8", DLOPT_DTYPE_F64}, {"f4", DLOPT_DTYPE_F32}, {"f2", DLOPT_DTYPE_F16}, {"i1", DLOPT_DTYPE_I8},
               {"u1", DLOPT_DTYPE_U8},  {"i2", DLOPT_DTYPE_I16}, {"i4", DLOPT_DTYPE_I32}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(known[i].typestr, text + 1) == 0) return dtype_row_of(known[i].dtype);
  return NULL;
}

/* Allocated numbers of a tuple; NULL with an exception set. */
static int64_t* integers_of(PyObject* tuple, Py_ssize_t count) {
  int64_t* numbers = PyMem_Malloc((size_t)(count ? count : 1) * sizeof *numbers);
  if (!numbers) PyErr_NoMemory();
  for (Py_ssize_t i = 0; numbers && i < count; i++) numbers[i] = PyLong_AsLongLong(PyTuple_GET_ITEM(tuple, i));
  if (!PyErr_Occurred()) return numbers;
  PyMem_Free(numbers);
  return NULL;
}

static int describe_cuda(PyObject* interface, argument which, dlopt_tensor* item, hold* held) {
  PyObject* shape = PyDict_GetItemString(interface, "shape");
  PyObject* data = PyDict_GetItemString(interface, "data");
  PyObject* typestr = PyDict_GetItemString(interface, "typestr");
  PyObject* strides = PyDict_GetItemString(interface, "strides");
  unsigned long long address;
  int read_only;
  if (!shape || !PyTuple_Check(shape) || !typestr || !PyUnicode_Check(typestr) || !data || !PyTuple_Check(data) ||
      !PyArg_ParseTuple(data, "Kp", &address, &read_only)) {
    PyErr_Clear();
    return fail_array(which, DLOPT_ERR_INVALID_ARGUMENT, "a __cuda_array_interface__ without shape, typestr or data", "one of version 3");
  }
  const dtype_row* row = dtype_of_typestr(PyUnicode_AsUTF8(typestr));
  if (!row) return fail_array(which, DLOPT_ERR_DTYPE, PyUnicode_AsUTF8(typestr), "<f8, <f4 or <f2; bf16 as dlopt.Array");
  if (which.writable && read_only) return fail_read_only(which);
  item->dtype = row->dtype;
  item->device_type = DLOPT_DEVICE_CUDA;
  held->read_only = read_only;
  item->ndim = (int32_t)PyTuple_GET_SIZE(shape);
  item->data = (void*)(uintptr_t)address;
  item->shape = held->shape = integers_of(shape, item->ndim);
  if (!held->shape) return 0;
  if (!strides || strides == Py_None) return 1;
  if (!PyTuple_Check(strides) || PyTuple_GET_SIZE(strides) != item->ndim)
    return fail_array(which, DLOPT_ERR_INVALID_ARGUMENT, "strides of another number", "one for each dimension");
  int64_t* bytes = integers_of(strides, item->ndim);
  int whole = bytes && strides_in_elements((Py_ssize_t*)bytes, item->ndim, row->bytes, which, held);
  PyMem_Free(bytes);
  item->strides = held->strides;
  return whole;
}

int tensor_from_cuda(PyObject* object, argument which, dlopt_tensor* item, hold* held) {
  PyObject* interface = PyObject_GetAttrString(object, "__cuda_array_interface__");
  if (!interface) return 0;
  Py_INCREF(object);
  held->object = object;
  int taken = PyDict_Check(interface)
                  ? describe_cuda(interface, which, item, held)
                  : fail_array(which, DLOPT_ERR_INVALID_ARGUMENT, "a __cuda_array_interface__ that is no dict", "one of version 3");
  Py_DECREF(interface);
  return taken;
}
