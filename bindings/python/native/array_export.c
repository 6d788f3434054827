/* array_export.c - an Array shown to others: as a buffer of Python's, and by DLPack. */
#include "array.h"
#include "dlpack.h"
#include "dtypes.h"
#include "error.h"

static int is_contiguous(const Array* array) {
  int64_t wanted = 1;
  for (int32_t i = array->tensor.ndim - 1; array->strides && i >= 0; i--) {
    if (array->shape[i] != 1 && array->strides[i] != wanted) return 0;
    wanted *= array->shape[i];
  }
  return 1;
}

int array_get_buffer(PyObject* self, Py_buffer* view, int flags) {
  Array* array = (Array*)self;
  const dtype_row* row = dtype_row_of(array->tensor.dtype);
  view->obj = NULL;
  if (!array_lives(array)) return -1;
  const char* problem = NULL;
  if (array->tensor.device_type != DLOPT_DEVICE_CPU) problem = "an array on a device has no buffer";
  else if ((flags & PyBUF_WRITABLE) == PyBUF_WRITABLE && array->read_only) problem = "the array is read-only";
  else if ((flags & PyBUF_STRIDES) != PyBUF_STRIDES && !is_contiguous(array)) problem = "the array has gaps";
  if (problem) {
    PyErr_SetString(PyExc_BufferError, problem);
    return -1;
  }
  view->buf = array->tensor.data;
  view->itemsize = row->bytes;
  view->len = row->bytes;
  for (int32_t i = 0; i < array->tensor.ndim; i++) view->len *= array->shape[i];
  view->readonly = array->read_only;
  view->ndim = array->tensor.ndim;
  view->format = flags & PyBUF_FORMAT ? (char*)row->format : NULL;
  view->shape = flags & PyBUF_ND ? array->shape : NULL;
  view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? array->byte_strides : NULL;
  view->suboffsets = NULL;
  view->internal = NULL;
  Py_INCREF(self);
  view->obj = self;
  array_shown(array, 1);
  return 0;
}

void array_release_buffer(PyObject* self, Py_buffer* view) {
  (void)view;
  array_shown((Array*)self, -1);
}

PyObject* array_dlpack_device(PyObject* self, PyObject* none) {
  (void)none;
  const Array* array = (Array*)self;
  return Py_BuildValue("(ii)", (int)array->tensor.device_type, (int)array->tensor.device_id);
}

/* A consumer may let go from any thread. */
static void let_go(PyObject* array) {
  PyGILState_STATE state = PyGILState_Ensure();
  array_shown((Array*)array, -1);
  Py_DECREF(array);
  PyGILState_Release(state);
}

static void delete_versioned(dlpack_versioned* managed) {
  PyObject* array = managed->context;
  PyMem_RawFree(managed);
  let_go(array);
}

static void delete_legacy(dlpack_legacy* managed) {
  PyObject* array = managed->context;
  PyMem_RawFree(managed);
  let_go(array);
}

/* A capsule that nobody took is emptied here; one that was taken has another name. */
static void forget_versioned(PyObject* capsule) {
  if (PyCapsule_IsValid(capsule, "dltensor_versioned")) delete_versioned(PyCapsule_GetPointer(capsule, "dltensor_versioned"));
}

static void forget_legacy(PyObject* capsule) {
  if (PyCapsule_IsValid(capsule, "dltensor")) delete_legacy(PyCapsule_GetPointer(capsule, "dltensor"));
}

static dlpack_tensor describe(const Array* array) {
  const dtype_row* row = dtype_row_of(array->tensor.dtype);
  return (dlpack_tensor){.data = array->tensor.data,
                         .device_type = array->tensor.device_type,
                         .device_id = array->tensor.device_id,
                         .ndim = array->tensor.ndim,
                         .code = row->code,
                         .bits = (uint8_t)(8 * row->bytes),
                         .lanes = 1,
                         .shape = (int64_t*)array->tensor.shape,
                         .strides = array->strides};
}

static PyObject* give(void* managed, Array* array, const char* name, PyCapsule_Destructor forget) {
  PyObject* capsule = PyCapsule_New(managed, name, forget);
  if (!capsule) {
    PyMem_RawFree(managed);
    return NULL;
  }
  Py_INCREF(array);
  array_shown(array, 1);
  return capsule;
}

static PyObject* give_versioned(Array* array) {
  dlpack_versioned* managed = PyMem_RawMalloc(sizeof *managed);
  if (!managed) return PyErr_NoMemory();
  *managed = (dlpack_versioned){.major = DLPACK_MAJOR,
                                .minor = DLPACK_MINOR,
                                .context = array,
                                .deleter = delete_versioned,
                                .flags = array->read_only ? DLPACK_READ_ONLY : 0,
                                .tensor = describe(array)};
  return give(managed, array, "dltensor_versioned", forget_versioned);
}

static PyObject* give_legacy(Array* array) {
  if (array->read_only) {
    PyErr_SetString(PyExc_BufferError, "the array is read-only, which DLPack before version 1 cannot say");
    return NULL;
  }
  dlpack_legacy* managed = PyMem_RawMalloc(sizeof *managed);
  if (!managed) return PyErr_NoMemory();
  *managed = (dlpack_legacy){.tensor = describe(array), .context = array, .deleter = delete_legacy};
  return give(managed, array, "dltensor", forget_legacy);
}

PyObject* array_dlpack(PyObject* self, PyObject* positional, PyObject* keywords) {
  static char* names[] = {"stream", "max_version", "dl_device", "copy", NULL};
  PyObject *stream = NULL, *version = Py_None, *device = Py_None, *copy = Py_None;
  int major = 0, minor = 0, type, id;
  Array* array = (Array*)self;
  if (!PyArg_ParseTupleAndKeywords(positional, keywords, "|$OOOO", names, &stream, &version, &device, &copy)) return NULL;
  if (version != Py_None && !PyArg_ParseTuple(version, "ii", &major, &minor)) return NULL;
  if (device != Py_None && !PyArg_ParseTuple(device, "ii", &type, &id)) return NULL;
  if (copy == Py_True || (device != Py_None && (type != array->tensor.device_type || id != array->tensor.device_id))) {
    PyErr_SetString(PyExc_BufferError, "an Array shows its own memory: it makes no copies, and does not move to another device");
    return NULL;
  }
  if (!array_lives(array)) return NULL;
  return major >= DLPACK_MAJOR ? give_versioned(array) : give_legacy(array);
}
