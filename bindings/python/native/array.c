#include "array.h"

#include "dtypes.h"
#include "error.h"

PyTypeObject* Array_type;

static int copy_shape(Array* array, const dlopt_tensor* tensor) {
  size_t room = (size_t)(tensor->ndim ? tensor->ndim : 1) * sizeof(int64_t);
  array->shape = PyMem_Malloc(room);
  array->byte_strides = PyMem_Malloc(room);
  array->strides = tensor->strides ? PyMem_Malloc(room) : NULL;
  if (!array->shape || !array->byte_strides || (tensor->strides && !array->strides)) return PyErr_NoMemory() != NULL;
  int64_t stride = 1, bytes = dtype_row_of(tensor->dtype)->bytes;
  for (int32_t i = tensor->ndim - 1; i >= 0; i--) {
    array->shape[i] = tensor->shape[i];
    if (tensor->strides) stride = array->strides[i] = tensor->strides[i];
    array->byte_strides[i] = stride * bytes;
    stride *= tensor->shape[i];
  }
  array->tensor = *tensor;
  array->tensor.shape = array->shape;
  array->tensor.strides = array->strides;
  return 1;
}

PyObject* array_new(const dlopt_tensor* tensor, int read_only, PyObject* owner) {
  Array* array = PyObject_GC_New(Array, Array_type);
  if (!array) return NULL;
  array->shape = array->byte_strides = array->strides = NULL;
  array->read_only = read_only;
  array->optimizer = NULL;
  Py_XINCREF(owner);
  array->owner = owner;
  if (!copy_shape(array, tensor)) {
    Py_DECREF(array);
    return NULL;
  }
  PyObject_GC_Track(array);
  return (PyObject*)array;
}

PyObject* array_of_state(const dlopt_tensor* tensor, Handle* optimizer) {
  Array* array = (Array*)array_new(tensor, 0, (PyObject*)optimizer);
  if (!array) return NULL;
  array->optimizer = optimizer;
  array->generation = optimizer->generation;
  return (PyObject*)array;
}

int array_lives(const Array* array) {
  if (!array->optimizer) return 1;
  if (array->optimizer->pointer && array->generation == array->optimizer->generation) return 1;
  return fail(DLOPT_ERR_STATE,
              "array: got a view of a state that has ended: the optimizer was closed, loaded, or set so that the state may have moved");
}

void array_shown(Array* array, int by) {
  if (array->optimizer) array->optimizer->exports += by;
}

int array_show(Array* array, argument which, dlopt_tensor* item, hold* held) {
  if (!array_lives(array)) return 0;
  if (which.writable && array->read_only) return fail_read_only(which);
  *item = array->tensor;
  Py_INCREF(array);
  held->object = (PyObject*)array;
  held->read_only = array->read_only;
  array_shown(array, 1);
  return 1;
}

/* ---- what Python sees ---- */

static int64_t* numbers_of(PyObject* sequence, Py_ssize_t* count) {
  PyObject* items = PySequence_Tuple(sequence);
  if (!items) return NULL;
  *count = PyTuple_GET_SIZE(items);
  int64_t* numbers = PyMem_Malloc((size_t)(*count + 1) * sizeof *numbers);
  if (!numbers) PyErr_NoMemory();
  for (Py_ssize_t i = 0; numbers && i < *count && !PyErr_Occurred(); i++) numbers[i] = PyLong_AsLongLong(PyTuple_GET_ITEM(items, i));
  Py_DECREF(items);
  if (!PyErr_Occurred()) return numbers;
  PyMem_Free(numbers);
  return NULL;
}

static int check(const dlopt_tensor* tensor, Py_ssize_t strides) {
  if (tensor->ndim > DLOPT_MAX_DIMS) return fail(DLOPT_ERR_SHAPE, "shape: got %d dimensions, wanted at most 64", (int)tensor->ndim);
  if (tensor->strides && strides != tensor->ndim)
    return fail(DLOPT_ERR_SHAPE, "strides: got %zd, wanted one for each of %d dimensions", strides, (int)tensor->ndim);
  int64_t bytes = 8;
  for (int32_t i = 0; i < tensor->ndim; i++) {
    if (tensor->shape[i] < 0) return fail(DLOPT_ERR_SHAPE, "shape[%d]: got %lld, wanted 0 or more", (int)i, (long long)tensor->shape[i]);
    if (__builtin_mul_overflow(bytes, tensor->shape[i] ? tensor->shape[i] : 1, &bytes))
      return fail(DLOPT_ERR_SHAPE, "shape: got a product over 2^63 - 1");
  }
  return 1;
}

static PyObject* create(PyTypeObject* type, PyObject* positional, PyObject* keywords) {
  static char* names[] = {"address", "shape", "dtype", "strides", "device", "owner", "readonly", NULL};
  PyObject *address, *shape, *strides = Py_None, *owner = NULL, *made = NULL;
  const char* dtype;
  int type_of_device = DLOPT_DEVICE_CPU, device_id = 0, read_only = 0;
  (void)type;
  if (!PyArg_ParseTupleAndKeywords(positional, keywords, "O!Os|$O(ii)Op", names, &PyLong_Type, &address, &shape, &dtype, &strides,
                                   &type_of_device, &device_id, &owner, &read_only))
    return NULL;
  const dtype_row* row = dtype_named(dtype);
  if (!row) {
    fail(DLOPT_ERR_DTYPE, "dtype: got '%s', wanted one of f64, f32, f16, bf16, i8, u8, i16, i32", dtype);
    return NULL;
  }
  Py_ssize_t ndim = 0, n_strides = 0;
  dlopt_tensor tensor = {.struct_size = sizeof tensor, .dtype = row->dtype, .device_type = type_of_device, .device_id = device_id};
  tensor.data = PyLong_AsVoidPtr(address);
  int64_t* sizes = PyErr_Occurred() ? NULL : numbers_of(shape, &ndim);
  int64_t* steps = sizes && strides != Py_None ? numbers_of(strides, &n_strides) : NULL;
  tensor.ndim = (int32_t)ndim;
  tensor.shape = sizes;
  tensor.strides = steps;
  if (!PyErr_Occurred() && check(&tensor, n_strides)) made = array_new(&tensor, read_only, owner);
  PyMem_Free(sizes);
  PyMem_Free(steps);
  return made;
}

static int traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  Py_VISIT(((Array*)self)->owner);
  return 0;
}

static void finish(PyObject* self) {
  Array* array = (Array*)self;
  PyTypeObject* type = Py_TYPE(self);
  PyObject_GC_UnTrack(self);
  Py_CLEAR(array->owner);
  PyMem_Free(array->shape);
  PyMem_Free(array->strides);
  PyMem_Free(array->byte_strides);
  type->tp_free(self);
  Py_DECREF(type);
}

static PyObject* tuple_of(const int64_t* numbers, int32_t count) {
  PyObject* tuple = PyTuple_New(count);
  for (int32_t i = 0; tuple && i < count; i++) PyTuple_SET_ITEM(tuple, i, PyLong_FromLongLong(numbers[i]));
  return tuple;
}

static PyObject* get_address(PyObject* self, void* unused) {
  (void)unused;
  return array_lives((Array*)self) ? PyLong_FromVoidPtr(((Array*)self)->tensor.data) : NULL;
}

static PyObject* get_shape(PyObject* self, void* unused) {
  (void)unused;
  return tuple_of(((Array*)self)->tensor.shape, ((Array*)self)->tensor.ndim);
}

static PyObject* get_strides(PyObject* self, void* unused) {
  (void)unused;
  const Array* array = (Array*)self;
  if (!array->strides) Py_RETURN_NONE;
  return tuple_of(array->strides, array->tensor.ndim);
}

static PyObject* get_dtype(PyObject* self, void* unused) {
  (void)unused;
  return PyUnicode_FromString(dtype_row_of(((Array*)self)->tensor.dtype)->name);
}

static PyObject* get_device(PyObject* self, void* unused) {
  (void)unused;
  return array_dlpack_device(self, NULL);
}

static PyObject* get_read_only(PyObject* self, void* unused) {
  (void)unused;
  return PyBool_FromLong(((Array*)self)->read_only);
}

static PyObject* get_size(PyObject* self, void* unused) {
  (void)unused;
  int64_t product = 1;
  for (int32_t i = 0; i < ((Array*)self)->tensor.ndim; i++) product *= ((Array*)self)->tensor.shape[i];
  return PyLong_FromLongLong(product);
}

static PyObject* represent(PyObject* self) {
  PyObject *shape = get_shape(self, NULL), *text = NULL;
  if (shape) text = PyUnicode_FromFormat("<dlopt.Array of %s, shape %R>", dtype_row_of(((Array*)self)->tensor.dtype)->name, shape);
  Py_XDECREF(shape);
  return text;
}

static PyGetSetDef properties[] = {{"address", get_address, NULL, "Of the first element.", NULL},
                                   {"shape", get_shape, NULL, "Sizes.", NULL},
                                   {"strides", get_strides, NULL, "In elements; None: row-major without gaps.", NULL},
                                   {"dtype", get_dtype, NULL, "Such as \"f32\".", NULL},
                                   {"device", get_device, NULL, "(type, number), as DLPack counts them.", NULL},
                                   {"readonly", get_read_only, NULL, "Whether it may not be written.", NULL},
                                   {"size", get_size, NULL, "The number of elements.", NULL},
                                   {0}};
static PyMethodDef methods[] = {
    {"of", (PyCFunction)(void (*)(void))array_of, METH_VARARGS | METH_KEYWORDS | METH_CLASS,
     "of(array, dtype=None): an Array of the memory of any array; its elements may be called another type of the same size, such as\n"
     "bf16 where they are 16-bit integers."},
    {"__dlpack__", (PyCFunction)(void (*)(void))array_dlpack, METH_VARARGS | METH_KEYWORDS, "As DLPack has it; no copy."},
    {"__dlpack_device__", array_dlpack_device, METH_NOARGS, "As DLPack has it."},
    {0}};
static const char doc[] =
    "Array(address, shape, dtype, *, strides=None, device=(1, 0), owner=None, readonly=False)\n--\n\n"
    "Memory with a type and a shape, for buffers that no protocol describes, such as bf16 in 16-bit integers. Strides are in\n"
    "elements. `owner` is kept while the array is. A state of an optimizer is one, too, and keeps the optimizer.";
static PyType_Slot slots[] = {{Py_tp_new, create},
                              {Py_tp_dealloc, finish},
                              {Py_tp_traverse, traverse},
                              {Py_tp_repr, represent},
                              {Py_tp_getset, properties},
                              {Py_tp_methods, methods},
                              {Py_tp_doc, (void*)doc},
                              {Py_bf_getbuffer, array_get_buffer},
                              {Py_bf_releasebuffer, array_release_buffer},
                              {0}};
static PyType_Spec spec = {"dlopt.Array", sizeof(Array), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};

int array_ready(PyObject* module) {
  Array_type = (PyTypeObject*)PyType_FromSpec(&spec);
  return Array_type && PyModule_AddObjectRef(module, "Array", (PyObject*)Array_type) == 0;
}
